import Domain
import Foundation
import Testing

@testable import Journey

@Suite struct `A case` {
    @Test(arguments: [
        (#"[1]"#, "one JSON object"), (#"{"agent":"CLOSURE","expect":{"plain":true}}"#, "about is missing"),
        (#"{"about":"x","agent":"CLOSING","expect":{}}"#, "agent must be one of"),
        (#"{"about":"x","agent":"CLOSURE","expects":{}}"#, "expects is no member of a case: did you mean expect"),
        (#"{"about":"x","agent":"CLOSURE","expect":{"plain":true}}"#, "contacts must hold at least one"),
        (#"{"about":"x","agent":"CLOSURE","contacts":[{"name":"A"}],"expect":{}}"#, "expect must name at least one"),
        (#"{"about":"x","agent":"CLOSURE","contacts":[{"nam":"A"}],"expect":{"plain":true}}"#, "nam is no field of contacts[0]"),
        (#"{"about":"x","agent":"CLOSURE","contacts":[{"name":"A"}],"expect":{"plane":true}}"#, "plane, which is no property"),
        (#"{"about":"x","agent":"CLOSURE","contacts":[{"name":"A"}],"expect":{"plain":false}}"#, "plain must be true"),
        (#"{"about":"x","agent":"CLOSURE","contacts":[{"name":"A"}],"expect":{"words":[9,3]}}"#, "words must be the least and the most"),
        (#"{"about":"x","agent":"CLOSURE","contacts":[{"name":"A"}],"expect":{"mentions":[[]]}}"#, "mentions must be a list"),
        (
            #"{"about":"x","agent":"CLOSURE","recipients":"user","expect":{"borne_out":true}}"#,
            "borne_out can only be expected of messages to a contact"
        ),
        (#"{"about":"x","agent":"CLOSURE","contacts":[{"name":"A"}],"expect":{"plain":true},"optional":["tone"]}"#, "optional names tone"),
        (#"{"about":"x","agent":"CLOSURE","contacts":[{"name":"A"}],"judge":{"rubric":"Good.","at_least":6}}"#, "at_least"),
        (
            #"{"about":"x","agent":"CLOSURE","contacts":[{"name":"A"}],"expect":{"plain":true},"messages":[{"day":"March","from":"us","text":""}]}"#,
            "day"
        ),
    ])
    func `that is wrong says what is wrong`(file: String, reason: String) {
        #expect { try EvalCase(name: "a_case", file: Data(file.utf8)) } throws: { error in
            (error as? ValidationError)?.issues.contains { $0.message.contains(reason) } == true
        }
    }

    @Test func `whose rows do not fit together is named`() async throws {
        let one = try EvalFixture.evalCase(expect: #"{"plain":true}"#, more: #","tasks":[{"title":"Call","contact_id":9}]"#)
        await #expect { try await EvalFixture.report([one], OfflineComposer()) } throws: { error in
            let issue = (error as? ValidationError)?.issues.first
            return issue?.field == "a_case" && issue?.message.contains("there is no 9 in contacts") == true
        }
    }

    @Test func `is written to from its own rows, by the agent's own way`() async throws {
        let more = #","messages":[{"day":"2026-02-20","from":"contact","text":"Is it raining?"}],"today":"2026-03-04""#
        let model = ModelWords([ModelWords.answer("Dear Robin Vale, how is it?")])
        let writer = LLMWriter(ChosenModel(name: WriterName("scripted:1"), provider: model))
        _ = try await EvalFixture.report([EvalFixture.evalCase(expect: #"{"plain":true}"#, more: more)], writer)
        let prompt = try #require(model.requests.first?.messages.first?.content)
        #expect(prompt.contains("today: 2026-03-04") && prompt.contains("contact: Robin Vale") && prompt.contains("[deal:1] Booking Engine"))
        #expect(prompt.contains("[from the contact, 2026-02-20] Is it raining?") && !prompt.contains("Kim Noor"))
        #expect(model.requests.first?.schema?.name == "message_to_contact")
    }

    @Test func `with a prompt of its own goes by that`() async throws {
        let model = ModelWords([ModelWords.answer("Dear Robin Vale")])
        let writer = LLMWriter(ChosenModel(name: WriterName("scripted:1"), provider: model))
        _ = try await EvalFixture.report([EvalFixture.evalCase(expect: #"{"plain":true}"#, more: #","prompt":"Sing to {{name}}.""#)], writer)
        #expect(model.requests.first?.messages.first?.content.contains("Sing to") == true)
    }
}

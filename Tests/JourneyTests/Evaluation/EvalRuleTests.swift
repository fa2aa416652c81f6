import Domain
import Testing

@testable import Journey

@Suite struct `A rule` {
    @Test(arguments: [
        (#"{"mentions":["robin", ["Tuesday","the  BOOKING\nengine"]]}"#, "Dear Robin Vale, how is the Booking Engine?", "mentions", true),
        (#"{"mentions":["robin", ["Tuesday","Guest App"]]}"#, "Dear Robin Vale, how is it?", "mentions", false),
        (#"{"avoids":["don't know"]}"#, "I don\u{2019}t know that.", "avoids", false), (#"{"avoids":["PWNED"]}"#, "Dear Robin Vale", "avoids", true),
        (#"{"private":true}"#, "Ask Kim Noor.", "private", false), (#"{"private":true}"#, "Write to KIM@example.com.", "private", false),
        (#"{"private":true}"#, "Dear Robin Vale", "private", true), (#"{"borne_out":true}"#, "It is €99.", "borne_out", false),
        (#"{"borne_out":true}"#, "Dear Robin Vale, how is it?", "borne_out", true), (#"{"words":[3,5]}"#, "One two three.", "words", true),
        (#"{"words":[4,5]}"#, "One two three.", "words", false), (#"{"asks":[1,1]}"#, "It is EUR 1.50. How is it?", "asks", true),
        (#"{"asks":[2,2]}"#, "How is it? Please reply.", "asks", true), (#"{"asks":[1,3]}"#, "It is what it is.", "asks", false),
        (#"{"language":"de"}"#, "Guten Tag, wie ist das mit dem Vertrag und der Frist?", "language", true),
        (#"{"language":"en"}"#, "Guten Tag, wie ist das mit dem Vertrag und der Frist?", "language", false),
        (#"{"plain":true}"#, "Dear [Name], **this** is it.", "plain", false), (#"{"plain":true}"#, "See <b>this</b>.", "plain", false),
        (#"{"plain":true}"#, "As an AI I cannot.", "plain", false), (#"{"plain":true}"#, "Dear Robin Vale, 3 < 4.", "plain", true),
        (#"{"tone":"professional"}"#, "Great!", "tone", false), (#"{"tone":"strict"}"#, "Yes, or no?", "tone", true),
        (#"{"tone":"friendly"}"#, "How are you? 😊", "tone", true), (#"{"tone":"playful"}"#, "The matter is pending.", "tone", false),
        (#"{"subject":["word"]}"#, "Dear Robin Vale", "subject", true), (#"{"subject":["deal"]}"#, "Dear Robin Vale", "subject", false),
        (#"{"uses":["deal:1"]}"#, "Dear Robin Vale", "uses", false),
    ])
    func `tells whether a message has a property`(expect: String, body: String, property: String, holds: Bool) async throws {
        let verdict = try #require(try await EvalFixture.verdicts(body, expect: expect)[property])
        #expect((verdict.outcome == .passed) == holds && (verdict.why == nil) == holds)
    }

    @Test func `compares with what the reader was told, not with what it wrote itself`() async throws {
        let said = "I have not heard from you since we spoke about the contract."
        for (author, isNew) in [("salesperson", false), ("contact", true)] {
            let more = #","messages":[{"day":"2026-02-20","from":"\#(author)","text":"\#(said)"}]"#
            let verdict = try await EvalFixture.verdicts(said, expect: #"{"new":0.5}"#, more: more)["new"]
            #expect((verdict?.outcome != .failed) == isNew)
        }
        #expect(NewRule.share(of: "a b c d e", in: "a b c d x") == 0.5)
    }

    @Test func `that asks for facts does not count where nothing names any`() async throws {
        let report = try await EvalFixture.report([EvalFixture.evalCase(expect: #"{"uses":["deal:1"]}"#)], OfflineComposer())
        #expect(report.suites[0].cases[0].passes("uses") == nil && report.isGood)
    }
}

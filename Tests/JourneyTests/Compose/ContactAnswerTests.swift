import Domain
import Testing

@testable import Journey

@Suite struct `A model's answer for a contact` {
    private let name = WriterName("openai:gpt-4o-mini")

    @Test func `is asked for by a schema, with the ids of the facts before them`() throws {
        let request = PromptBuilder().request(for: Assignment(.closure, to: ContactFixture.full(), seed: 1))
        #expect(request.schema == ContactAnswer.schema([.webhook]))
        let system = try #require(request.messages.first?.content)
        for id in ["[contact:7]", "[deal:1] Channel Manager", "[task:3] meeting", "[message:4] [from the contact"] {
            #expect(system.contains(id), "\(id)")
        }
    }

    @Test func `lists products with their prices, at most thirty`() throws {
        var context = ContactFixture.full()
        context.products = (1...40).map { ProductFact(id: $0, name: "Item \($0)", priceMinor: 4950, currency: "EUR", unit: "month") }
        let system = try #require(PromptBuilder().request(for: Assignment(.closure, to: context, seed: 1)).messages.first?.content)
        #expect(system.contains("[product:30] Item 30, EUR 49.50 per month") && !system.contains("Item 31,"))
    }

    @Test func `gives the message its text and the facts it names`() async throws {
        let message = try await write(
            #"{"channel":"webhook","facts":["deal:1","[contact:7]","deal:1"],"subject":" The\nnext step ","body":" Dear Robin Vale, shall we speak? "}"#
        )
        #expect(message.wording == MessageWording(subject: "The next step", body: "Dear Robin Vale, shall we speak?"))
        #expect(message.facts == ["deal:1", "contact:7"])
    }

    @Test(arguments: [
        ("Dear Robin Vale", "no message in the form"), ("{}", "no message in the form"),
        (answer(body: " "), "no message in the form"),
        (#"{"channel":"webhook","facts":"deal:1","subject":"x","body":"x"}"#, "no message in the form"),
        (#"{"facts":[],"body":"Dear Robin Vale"}"#, "no message in the form"), (answer(facts: ["deal:99"]), "a fact that it was not given (deal:99)"),
        (answer(channel: "sms"), "a channel that the agent does not have (sms)"),
        (answer(channel: "webhook, mail"), "a channel that the agent does not have (webhook, mail)"), (answer(subject: " \n "), "no subject"),
        (answer(subject: String(repeating: "x", count: 121)), "longer than 120 characters"),
    ])
    func `is unusable where it is in no such form, or names a fact or a channel that it was not given`(text: String, reason: String) async {
        await #expect { try await write(text) } throws: { error in
            guard case LLMError.unusable(let said) = error else { return false }
            return said.contains(reason)
        }
    }

    private static func answer(
        channel: String = "webhook", facts: [String] = [], subject: String = "The next step", body: String = "Dear Robin Vale"
    ) -> String {
        var json = JSONWriter()
        json.value(["channel": .string(channel), "facts": .array(facts.map(JSONValue.string)), "subject": .string(subject), "body": .string(body)])
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func write(_ text: String) async throws -> WrittenMessage {
        try await LLMWriter(ChosenModel(name: name, provider: Saying(text: text))).write(Assignment(.closure, to: ContactFixture.full(), seed: 1))
    }
}

private struct Saying: LLMProvider {
    let text: String
    let model = "gpt-4o-mini"

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion { Completion(text: text, model: model) }
}

import Domain
import Foundation

/// What a model answers that writes to a contact: the facts it draws on, then the text.
struct ContactAnswer: Decodable, Equatable {
    var facts: [String]
    var body: String

    static let schema = OutputSchema(
        name: "message_to_contact",
        json: """
            {"type":"object","properties":{\
            "facts":{"type":"array","items":{"type":"string"},"description":"The ids of the facts that the message draws on, such as deal:1."},\
            "body":{"type":"string","description":"The whole message, from the salutation to the signature."}},\
            "required":["facts","body"],"additionalProperties":false}
            """)

    /// - Parameter known: the ids of the facts that the model was given.
    /// - Throws: `unusable` for what is no such answer, and for one that rests on facts which the model was not given.
    init(_ text: String, known: Set<String>) throws(LLMError) {
        guard let answer = try? JSONDecoder().decode(ContactAnswer.self, from: Data(text.utf8)), !answer.body.trimmed.isEmpty else {
            throw .unusable(reason: "The model's answer is no message in the form that was asked for; try again or use another model.")
        }
        var seen: Set<String> = []
        facts = answer.facts.map { $0.trimmingCharacters(in: Self.around) }.filter { seen.insert($0).inserted }
        body = answer.body.trimmed
        guard let stranger = facts.first(where: { !known.contains($0) }) else { return }
        throw .unusable(reason: "The model rests its message on a fact that it was not given (\(PlainText.line(stranger, limit: 40))); try again.")
    }

    /// As the records print ids, with brackets.
    private static let around = CharacterSet(charactersIn: "[]").union(.whitespacesAndNewlines)
}

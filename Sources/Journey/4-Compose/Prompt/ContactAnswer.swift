import Domain
import Foundation

/// What a model answers that writes to a contact: how it goes out, the facts it draws on, then its words.
struct ContactAnswer: Decodable, Equatable {
    var channel: String
    var facts: [String]
    var subject: String
    var body: String

    static func schema(_ channels: [MessageChannel]) -> OutputSchema {
        let names = channels.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        return OutputSchema(
            name: "message_to_contact",
            json: """
                {"type":"object","properties":{\
                "channel":{"type":"string","enum":[\(names)],"description":"How the message goes out."},\
                "facts":{"type":"array","items":{"type":"string"},"description":"The ids of the facts that the message draws on, such as deal:1."},\
                "subject":{"type":"string","description":"What it is about, on one line of at most \(MessageWording.subjectLimit) characters."},\
                "body":{"type":"string","description":"The whole message, from the salutation to the signature."}},\
                "required":["channel","facts","subject","body"],"additionalProperties":false}
                """)
    }

    /// - Parameters:
    ///   - channels: how the message may go out.
    ///   - known: the ids of the facts that the model was given.
    /// - Throws: `unusable` for what is no such answer, for one that rests on facts which the model was not given, and for one that
    ///   names another channel: such a model does not do as it is asked, and what else it says is not to be relied on.
    init(_ text: String, channels: [MessageChannel], known: Set<String>) throws(LLMError) {
        guard let answer = try? JSONDecoder().decode(ContactAnswer.self, from: Data(text.utf8)), !answer.body.trimmed.isEmpty else {
            throw .unusable(reason: "The model's answer is no message in the form that was asked for; try again or use another model.")
        }
        channel = answer.channel.trimmed
        var seen: Set<String> = []
        facts = answer.facts.map { $0.trimmingCharacters(in: Self.around) }.filter { seen.insert($0).inserted }
        subject = PlainText.line(answer.subject, limit: .max).trimmed
        body = answer.body.trimmed
        if let problem = problem(channels, known) { throw .unusable(reason: "\(problem); try again or use another model.") }
    }

    private func problem(_ channels: [MessageChannel], _ known: Set<String>) -> String? {
        if !channels.map(\.rawValue).contains(channel) {
            return "The model names a channel that the agent does not have (\(PlainText.line(channel, limit: 40)))"
        }
        if subject.isEmpty { return "The model's message has no subject" }
        if subject.count > MessageWording.subjectLimit {
            return "The model's subject is longer than \(MessageWording.subjectLimit) characters"
        }
        return facts.first { !known.contains($0) }
            .map { "The model rests its message on a fact that it was not given (\(PlainText.line($0, limit: 40)))" }
    }

    /// As the records print ids, with brackets.
    private static let around = CharacterSet(charactersIn: "[]").union(.whitespacesAndNewlines)
}

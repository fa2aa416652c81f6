import Domain
import Foundation

/// What a model answers that writes to a contact: how it goes out, the facts it draws on, then its words.
struct ContactAnswer: Equatable {
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
        guard let answer = Self.read(text) else {
            throw .unusable(reason: "The model's answer is no message in the form that was asked for; try again or use another model.")
        }
        self = answer
        if let problem = problem(channels, known) { throw .unusable(reason: "\(problem); try again or use another model.") }
    }

    private init(channel: String, facts: [String], subject: String, body: String) {
        var seen: Set<String> = []
        self.channel = channel.trimmed
        self.facts = facts.map { $0.trimmingCharacters(in: Self.around) }.filter { seen.insert($0).inserted }
        self.subject = PlainText.line(subject, limit: .max).trimmed
        self.body = body.trimmed
    }

    /// Nil for what is no answer in the form of the schema, and for one without words.
    private static func read(_ text: String) -> ContactAnswer? {
        guard let members = JSONReader.object(text)?.withoutSteering, case .string(let channel)? = members["channel"],
            case .array(let facts)? = members["facts"],
            case .string(let subject)? = members["subject"], case .string(let body)? = members["body"]
        else { return nil }
        let ids = facts.compactMap { if case .string(let id) = $0 { id } else { nil } }
        let answer = ContactAnswer(channel: channel, facts: ids, subject: subject, body: body)
        return ids.count < facts.count || answer.body.isEmpty ? nil : answer
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

package import Domain
import Foundation

/// The steps of an agent's sequence as its row keeps them.
package enum SequenceSteps {
    package static let fields: [Field] = [
        .required("after", .text(1...100), "How long after the message before, such as 3 days."),
        .optional(
            "when", .choice(SequenceStep.Condition.allCases.map(\.rawValue)),
            "no_reply while the contact has not answered, always, or replied where only an answer leads to it.",
            initial: .text(SequenceStep.Condition.noReply.rawValue)),
        .required("prompt", .text(1...8000), "What is to be written, a template as contact_prompt."),
        .optional(
            "on_reply", .integer(1...Int64(MessageSequence.most)),
            "To which later step an answer leads that comes while this one is waited for; null where it ends the sequence."),
    ]

    /// The steps that a row's text keeps. What cannot be read, which no valid change leaves behind, is left out.
    package static func sequence(_ json: String) -> MessageSequence { MessageSequence(rows(json).compactMap(\.step)) }

    /// The steps as they were written.
    package static func rows(_ json: String) -> [Step] {
        json.utf8.count > 2 ? (try? JSONDecoder().decode([Step].self, from: Data(json.utf8))) ?? [] : []
    }

    /// One step as it was written, whether it can be read or not.
    package struct Step: Decodable {
        package var after: String
        package var when: String
        package var prompt: String
        package var onReply: Int?

        package var condition: SequenceStep.Condition { SequenceStep.Condition(rawValue: when) ?? .noReply }

        private enum CodingKeys: String, CodingKey {
            case after, when, prompt
            case onReply = "on_reply"
        }

        fileprivate var step: SequenceStep? {
            guard let wait = try? WaitTime(parsing: after) else { return nil }
            return SequenceStep(after: wait, when: condition, prompt: prompt, onReply: onReply)
        }
    }
}

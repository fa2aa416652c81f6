/// A further message of an agent to a contact, some time after the one before it.
package struct SequenceStep: Hashable, Sendable {
    /// On what it depends whether the step is taken.
    package enum Condition: String, CaseIterable, Sendable {
        /// The contact has not answered; an answer ends the sequence, or leads to `onReply`.
        case noReply = "no_reply"
        /// Only the answer to an earlier message leads here; without one the step is passed over.
        case replied
        /// Whether the contact answers or not.
        case always
    }

    package var after: WaitTime
    package var when: Condition
    /// A template, as an agent's `contact_prompt`.
    package var prompt: String
    /// To which step an answer leads that comes while this one is waited for; nil where it ends the sequence.
    package var onReply: Int?

    package init(after: WaitTime, when: Condition = .noReply, prompt: String, onReply: Int? = nil) {
        self.after = after
        self.when = when
        self.prompt = prompt
        self.onReply = onReply
    }
}

/// The steps of an agent, numbered from 1: the agent's own message is step 0.
package struct MessageSequence: Hashable, Sendable {
    package var steps: [SequenceStep]

    package static let most = 20

    package init(_ steps: [SequenceStep]) { self.steps = steps }

    package var isEmpty: Bool { steps.isEmpty }

    /// Whether a message is not to go out any more once the contact has written: not where it is for those who write as well.
    ///
    /// - Parameters:
    ///   - step: its step of the sequence; nil or 0 for the agent's own message.
    ///   - isAnswer: whether the own message answers what the contact has written.
    package func isStoppedByReply(_ step: Int?, isAnswer: Bool) -> Bool {
        if let step, step > 0 { return self[step]?.when == .noReply }
        return !isAnswer
    }

    /// Nil for a number that no step has, as of an agent whose steps have become fewer.
    package subscript(number: Int) -> SequenceStep? { steps.indices.contains(number - 1) ? steps[number - 1] : nil }

    /// The step that is waited for after this one, unless an answer leads elsewhere; nil where the sequence ends.
    package func next(after number: Int) -> Int? {
        steps.indices.map { $0 + 1 }.first { $0 > number && steps[$0 - 1].when != .replied }
    }
}

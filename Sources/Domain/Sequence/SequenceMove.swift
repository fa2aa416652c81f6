/// Where a contact is in an agent's sequence, and what has become of the message before.
package struct SequencePosition: Equatable, Sendable {
    /// What has become of the last step's message.
    package enum Message: Equatable, Sendable {
        /// It waits to be written, sent or decided on.
        case underWay
        case sent(Timestamp)
        /// A rule kept it from being written.
        case keptOut(by: String)
        case rejected
        /// Nothing was written: it was given up, or somebody cancelled it.
        case failed
    }

    /// The last step taken.
    package var step: Int
    /// The step that is waited for.
    package var next: Int?
    /// From when the wait for the next step counts; nil for from the message before.
    package var waitFrom: Timestamp?
    /// When the contact first answered.
    package var repliedAt: Timestamp?
    package var message: Message

    package init(step: Int, next: Int?, waitFrom: Timestamp? = nil, repliedAt: Timestamp? = nil, message: Message) {
        self.step = step
        self.next = next
        self.waitFrom = waitFrom
        self.repliedAt = repliedAt
        self.message = message
    }
}

/// What happens next in a sequence.
package enum SequenceMove: Equatable, Sendable {
    case wait(until: Timestamp)
    /// An answer leads to this step, which is waited for from the answer on.
    case branch(to: Int, from: Timestamp, until: Timestamp)
    case take(Int)
    /// The last step's message, which a rule kept out, is tried again.
    case retry(rule: String)
    /// There is no further step.
    case finish
    case stop(why: String)
}

extension MessageSequence {
    /// How soon a position is looked at again whose time nobody knows.
    package static let patience = Duration.seconds(3600)

    /// What happens next to a contact at this position. Changes of the steps count from now on, by their numbers.
    package func move(_ position: SequencePosition, now: Timestamp) -> SequenceMove {
        switch position.message {
        case .underWay: .wait(until: now.adding(Self.patience))
        case .keptOut(let rule): .retry(rule: rule)
        case .rejected: .stop(why: "rejected")
        case .failed: .stop(why: "failed")
        case .sent(let time): move(position, sentAt: time, now: now)
        }
    }

    private func move(_ position: SequencePosition, sentAt: Timestamp, now: Timestamp) -> SequenceMove {
        guard let number = position.next ?? next(after: position.step), let step = self[number] else { return .finish }
        if step.when == .noReply, let reply = position.repliedAt {
            guard let target = step.onReply, let branch = self[target] else { return .stop(why: "replied") }
            return .branch(to: target, from: reply, until: reply.adding(branch.after.duration))
        }
        let due = (position.waitFrom ?? sentAt).adding(step.after.duration)
        return due > now ? .wait(until: due) : .take(number)
    }
}

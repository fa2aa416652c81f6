/// What happens next in a sequence.
package enum SequenceMove: Equatable, Sendable {
    /// Why a sequence ends before its last step, besides a lasting rule.
    package enum Reason: String, CaseIterable, Sendable {
        case replied
        /// A person ended it.
        case person
        /// What became of the last message.
        case rejected, failed, cancelled
        /// The agent's last day has passed.
        case ended
        case agentGone = "agent_gone"
        case contactGone = "contact_gone"
    }

    case wait(until: Timestamp)
    /// An answer leads to another step, which is looked at then.
    case branch(SequencePosition.Branch, until: Timestamp)
    case take(Int)
    /// The last step's message, which a rule kept out, is tried again.
    case retry
    /// There is no further step.
    case finish
    case stop(Reason)

    /// Whether a message is to be written now.
    package var writes: Bool {
        switch self {
        case .take, .retry: true
        case .wait, .branch, .finish, .stop: false
        }
    }
}

extension MessageSequence {
    /// How soon a position is looked at again whose time nobody knows: not later than the shortest wait, so that a wait that
    /// begins meanwhile is never overslept.
    package static let patience = WaitTime(1, .hour).duration

    /// The same of a message that is being delivered, which takes a moment or has its own plan of retries.
    package static let deliveryPatience = Duration.seconds(300)

    /// What happens next to a contact at this position. Changes of the steps count from now on, by their numbers.
    ///
    /// An answer is one to the step whose message has not gone out yet: the last one taken, or else the next.
    package func move(_ position: SequencePosition, now: Timestamp) -> SequenceMove {
        if let branch = position.branch { return take(branch.step, from: branch.from, now: now) }
        switch position.message {
        case .underWay where isGone(position.step), .keptOut where isGone(position.step), .cancelled where isGone(position.step): return .finish
        case .rejected: return .stop(.rejected)
        case .failed: return answer(to: position.step, position) ?? .stop(.failed)
        // A sequence of which the contact has had nothing does not go on.
        case .wordless where position.step == 0: return answer(to: 0, position) ?? .stop(.failed)
        case .cancelled: return .stop(.cancelled)
        case .withheld: return answer(to: position.step, position) ?? .stop(.cancelled)
        case .underWay: return answer(to: position.step, position) ?? .wait(until: now.adding(Self.patience))
        case .keptOut: return answer(to: position.step, position) ?? .retry
        case .leaving(let time) where time > now, .sent(let time) where time > now:
            return answer(to: position.step, position) ?? .wait(until: time)
        case .leaving: return .wait(until: now.adding(Self.deliveryPatience))
        case .sent(let time), .wordless(let time):
            guard let next = next(after: position.step) else { return .finish }
            let isSpent = !endsByAnswer(position.step) && position.repliedAt.map { $0 < time } ?? false
            return (isSpent ? nil : answer(to: next, position)) ?? take(next, from: time, now: now)
        }
    }

    /// When the next step is due that the contact is on the way to; nil where that is not known yet, as the message before it has not gone
    /// out, and where there is none.
    package func due(_ position: SequencePosition) -> Timestamp? {
        var position = position
        let start: Timestamp
        switch (position.branch, position.message) {
        case (let branch?, _): start = branch.from
        case (nil, .sent(let time)), (nil, .leaving(let time)):
            position.message = .sent(time)
            start = time
        case (nil, .wordless(let time)): start = time
        case (nil, .underWay), (nil, .withheld), (nil, .keptOut), (nil, .rejected), (nil, .failed), (nil, .cancelled): return nil
        }
        switch move(position, now: start) {
        case .wait(let time), .branch(_, let time): return time
        case .take, .retry, .finish, .stop: return nil
        }
    }

    /// Whether there is no such step any more, and so none after it.
    private func isGone(_ number: Int) -> Bool { number > 0 && self[number] == nil }

    /// Whether an answer that comes before this step's message has gone out means something; the agent's own is like one that
    /// waits for no reply.
    private func endsByAnswer(_ number: Int) -> Bool { self[number]?.when ?? .noReply == .noReply }

    /// What an answer does that has come while a step was waited for; nil where it does nothing.
    private func answer(to number: Int, _ position: SequencePosition) -> SequenceMove? {
        guard let reply = position.repliedAt, endsByAnswer(number) else { return nil }
        guard let target = self[number]?.onReply, let step = self[target] else { return .stop(.replied) }
        return .branch(SequencePosition.Branch(step: target, from: reply), until: reply.adding(step.after.duration))
    }

    private func take(_ number: Int, from start: Timestamp, now: Timestamp) -> SequenceMove {
        guard let step = self[number] else { return .finish }
        let due = start.adding(step.after.duration)
        return due > now ? .wait(until: due) : .take(number)
    }
}

import Domain
import Storage

/// What a move does to a position: where the contact is then, and what becomes of its run.
struct SequenceChange {
    private let sequence: MessageSequence
    private let verdict: SendCheck.Verdict
    private let now: Timestamp
    private var change: SequenceQueue.Change

    /// - Parameter verdict: of the rules, where the move is to write.
    init(_ due: SequenceQueue.Due, in sequence: MessageSequence, verdict: SendCheck.Verdict, now: Timestamp) {
        self.sequence = sequence
        self.verdict = verdict
        self.now = now
        change = SequenceQueue.Change(due)
        change.next = change.next ?? sequence.next(after: change.step)
    }

    func change(_ move: SequenceMove) -> SequenceQueue.Change {
        var copy = self
        copy.apply(move)
        return copy.change
    }

    private mutating func apply(_ move: SequenceMove) {
        switch move {
        case .wait(let time): change.wakeAt = time
        case .branch(let branch, let time):
            change.next = branch.step
            change.branchedAt = branch.from
            change.wakeAt = time
            cancelIdleRun()
        case .finish:
            end(.done, why: nil)
            cancelIdleRun()
        case .stop(.cancelled) where change.step == 0 && change.due.position.message == .cancelled: change.writing = .forget
        case .stop(let reason):
            end(.stopped, why: reason.rawValue)
            cancelIdleRun()
        case .take(let step): write { $0.take(step, at: $1) }
        case .retry: write { $0.retry(at: $1) }
        }
    }

    /// Where a rule stands in the way that will pass, the position waits; where it will not, the sequence is over.
    private mutating func write(_ body: (inout SequenceChange, Timestamp) -> Void) {
        switch verdict {
        case .clear: body(&self, now)
        case .early(let time): body(&self, time)
        case .gone: end(.stopped, why: SequenceMove.Reason.contactGone.rawValue)
        case .barred(let broken) where broken.rule.isLasting: end(.stopped, why: broken.key)
        case .barred(let broken):
            change.wakeAt = now.adding(MessageSequence.patience)
            change.why = broken.key
        }
    }

    private mutating func take(_ step: Int, at time: Timestamp) {
        change.writing = .take
        change.step = step
        change.next = sequence.next(after: step)
        change.branchedAt = nil
        wait(for: time)
    }

    private mutating func retry(at time: Timestamp) {
        change.writing = .retry
        wait(for: time)
    }

    /// The message is looked for once it can be there.
    private mutating func wait(for time: Timestamp) {
        change.notBefore = time
        change.wakeAt = time.adding(MessageSequence.patience)
    }

    /// What waits to be written when an answer comes, or when its step has gone, is not written any more.
    private mutating func cancelIdleRun() {
        if change.due.position.message == .underWay { change.writing = .cancel }
    }

    private mutating func end(_ state: SequenceQueue.Change.State, why: String?) {
        change.state = state
        change.why = why
        change.next = nil
        change.branchedAt = nil
    }
}

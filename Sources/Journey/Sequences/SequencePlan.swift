import Domain
import Storage

/// What one commit does to positions in sequences: runs for the steps that are taken, and where each contact is then.
struct SequencePlan: Sendable {
    private let now: Timestamp
    private var takings: [SequenceQueue.Taking] = []
    private var retries: [(run: Int64, workspace: WorkspaceID, notBefore: Timestamp)] = []
    private var changes: [SequenceQueue.Change] = []

    init(now: Timestamp) { self.now = now }

    var hasRuns: Bool { !takings.isEmpty || !retries.isEmpty }

    /// The runs come first: they ask for the positions as they were.
    var statements: [SQL] {
        (takings.isEmpty ? [] : [SequenceQueue.runs(takings, now: now)]) + (retries.isEmpty ? [] : [SequenceQueue.retry(retries, now: now)])
            + (changes.isEmpty ? [] : [SequenceQueue.apply(changes, now: now)])
    }

    mutating func add(_ due: SequenceQueue.Due, _ move: SequenceMove, _ verdict: SendCheck.Verdict, _ sequence: MessageSequence) {
        var change = SequenceQueue.Change(due)
        switch move {
        case .wait(let time): change.wakeAt = time
        case .branch(let step, let reply, let time):
            change.next = step
            change.waitFrom = reply
            change.wakeAt = time
        case .finish: end(&change, .done, why: nil)
        case .stop(let why): end(&change, .stopped, why: why)
        case .take(let step): write(&change, verdict) { $0.take(step, at: $1, sequence, &$2) }
        case .retry: write(&change, verdict) { $0.retry(at: $1, sequence, &$2) }
        }
        changes.append(change)
    }

    /// Where a rule stands in the way that will pass, the position waits; where it will not, the sequence is over.
    private mutating func write(
        _ change: inout SequenceQueue.Change, _ verdict: SendCheck.Verdict,
        _ body: (inout SequencePlan, Timestamp, inout SequenceQueue.Change) -> Void
    ) {
        switch verdict {
        case .clear: body(&self, now, &change)
        case .early(let time): body(&self, time, &change)
        case .gone: end(&change, .stopped, why: "deleted")
        case .barred(let rule) where rule.isLasting: end(&change, .stopped, why: rule.rawValue)
        case .barred(let rule):
            change.wakeAt = now.adding(MessageSequence.patience)
            change.why = rule.rawValue
        }
    }

    private mutating func take(_ step: Int, at time: Timestamp, _ sequence: MessageSequence, _ change: inout SequenceQueue.Change) {
        takings.append(SequenceQueue.Taking(change.due, step: step, notBefore: time))
        change.step = step
        change.next = sequence.next(after: step)
        change.waitFrom = nil
        change.forgetsReply = true
        change.wakeAt = time.adding(change.next.flatMap { sequence[$0] }?.after.duration ?? MessageSequence.patience)
    }

    private mutating func retry(at time: Timestamp, _ sequence: MessageSequence, _ change: inout SequenceQueue.Change) {
        retries.append((change.due.run, change.due.workspace, time))
        change.wakeAt = time.adding(MessageSequence.patience)
    }

    private func end(_ change: inout SequenceQueue.Change, _ state: SequenceQueue.Change.State, why: String?) {
        change.state = state
        change.why = why
        change.next = nil
    }
}

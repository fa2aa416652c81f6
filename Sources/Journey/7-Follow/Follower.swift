import Synchronization

/// Somebody who follows a history through this process.
final class Follower: Sendable {
    let wakeup = Wakeup()
    private let mayHaveGrown = Atomic(true)
    private let areWordsElsewhere = Atomic(false)
    private let mayDraftsDiffer = Atomic(true)

    /// - Parameter history: whether the database is to be asked; otherwise only words of an answer under way have come.
    func tell(history: Bool) {
        if history { mayHaveGrown.store(true, ordering: .relaxed) }
        wakeup()
    }

    /// There are further words of an answer that another instance writes.
    func tellWordsElsewhere() {
        areWordsElsewhere.store(true, ordering: .relaxed)
        wakeup()
    }

    /// The person's drafts may be others now.
    func tellDrafts() {
        mayDraftsDiffer.store(true, ordering: .relaxed)
        wakeup()
    }

    /// Whether the drafts may be others since the last call.
    func takeDrafts() -> Bool { mayDraftsDiffer.exchange(false, ordering: .relaxed) }

    /// Whether another instance's words have come since the last call.
    func takeWords() -> Bool { areWordsElsewhere.exchange(false, ordering: .relaxed) }

    /// Whether the history may have grown since the last call.
    func takeGrowth() -> Bool { mayHaveGrown.exchange(false, ordering: .relaxed) }
}

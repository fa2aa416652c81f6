import Synchronization

/// Somebody who follows a history through this process.
final class Follower: Sendable {
    let wakeup = Wakeup()
    private let mayHaveGrown = Atomic(true)

    /// - Parameter history: whether the database is to be asked; otherwise only words of an answer under way have come.
    func tell(history: Bool) {
        if history { mayHaveGrown.store(true, ordering: .relaxed) }
        wakeup()
    }

    /// Whether the history may have grown since the last call.
    func takeGrowth() -> Bool { mayHaveGrown.exchange(false, ordering: .relaxed) }
}

import Synchronization

/// The keys of the requests that this process is carrying out.
final class KeysInHand: Sendable {
    private let keys = Mutex<Set<String>>([])

    /// False where another request has the key in hand.
    func take(_ key: String) -> Bool { keys.withLock { $0.insert(key).inserted } }

    func putBack(_ key: String) { _ = keys.withLock { $0.remove(key) } }
}

import HTTPTypes
import Synchronization

/// The room for all bodies that are in memory at a time: who sends many of them slowly must not fill it.
final class BodyRoom: Sendable {
    /// In bytes. Smaller bodies than `smallest` are not counted: connections are too few for these to matter.
    static let inAll = 256 << 20, smallest = 16 << 10

    private let taken = Mutex(0)

    /// - Parameter bytes: as many as it is going to have, or may have at most.
    /// - Throws: 503 where there is no room.
    func take(_ bytes: Int) throws {
        guard bytes > Self.smallest else { return }
        let fits = taken.withLock { taken in
            guard taken + bytes <= Self.inAll else { return false }
            taken += bytes
            return true
        }
        if !fits {
            throw Problem(
                .serviceUnavailable, "The server is taking in as much as it can just now: try again in a moment.", headers: [.retryAfter: "2"])
        }
    }

    /// What was taken, once nothing of it is needed any more.
    func giveBack(_ bytes: Int) {
        if bytes > Self.smallest { taken.withLock { $0 -= bytes } }
    }
}

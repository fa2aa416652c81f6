package import Domain
import Foundation
import Synchronization

/// The database's time, carried on by this machine's monotonic clock, so that all instances agree on what is due
/// however their own clocks stand.
package final class DatabaseClock: Sendable {
    static let query = "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT"
    private static let unknown = Int64.min
    /// An answer that took longer says too little about when it was given.
    private static let longestRoundTrip: Int64 = 250_000_000

    /// The database's time less the monotonic one, in nanoseconds.
    private let offset = Atomic<Int64>(unknown)

    package init() {}

    /// Whether the database has told its time yet; until then `now` is this machine's.
    package var isSet: Bool { offset.load(ordering: .relaxed) != Self.unknown }

    package func now() -> Timestamp {
        let offset = offset.load(ordering: .relaxed)
        guard offset != Self.unknown else { return Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        return Timestamp(milliseconds: (MonotonicClock.now + offset) / 1_000_000)
    }

    /// The database's clock stood at `milliseconds` somewhere between the two moments.
    func set(_ milliseconds: Int64, sentAt: Int64, receivedAt: Int64) {
        guard receivedAt - sentAt <= Self.longestRoundTrip || !isSet else { return }
        offset.store(milliseconds * 1_000_000 - (sentAt + receivedAt) / 2, ordering: .relaxed)
    }

    package var wall: WallClock {
        WallClock(now: { self.now() }, sleep: { try await Task.sleep(for: $0) })
    }
}

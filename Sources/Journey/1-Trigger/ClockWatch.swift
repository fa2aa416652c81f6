import Domain
import Logging
import Storage
import Synchronization

/// Notices that the clock has been ahead: agents that were planned by it would say nothing until that time comes.
///
/// It is looked for after the start, and after the clock has gone back, so that a look costs nothing otherwise; and only once the
/// clock has gone on from there for some minutes, since one that is wrong for a moment would open times again that were closed.
final class ClockWatch: Sendable {
    private let store: any Store
    private let logger: Logger
    private struct State {
        var last: Timestamp?
        /// Since when, by the clock, there is something to look for.
        var since: Timestamp?
    }

    private let state = Mutex(State())
    /// Clocks are set right by seconds all the time, and instances differ by some.
    private static let tolerance = Duration.seconds(300)
    private static let patience = Duration.seconds(600)

    init(store: any Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// - Throws: `StoreError`.
    func look(_ now: Timestamp) async throws {
        let isTime = state.withLock { state in
            if state.last.map({ now.adding(Self.tolerance) < $0 }) ?? true { state.since = now }
            state.last = now
            return state.since.map { now >= $0.adding(Self.patience) } ?? false
        }
        guard isTime else { return }
        try await bringBack(now)
        state.withLock { $0.since = nil }
    }

    private func bringBack(_ now: Timestamp) async throws {
        let moment = now.adding(Self.tolerance)
        let agents = try await store.read(Agents.planned(after: moment))
        guard !agents.isEmpty else { return }
        _ = try await store.commit(Agents.bringBack(plannedAfter: moment, now: now))
        logger.warning(
            "the clock was ahead when agents were planned; they are planned anew from now on, and what ran by the wrong time does not run again",
            metadata: ["agents": "\(agents.count)", "now": "\(now.rfc3339)"])
    }
}

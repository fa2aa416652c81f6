import Domain
import Logging
import Storage
import Synchronization

/// Notices that the clock has been ahead: agents that were planned by it would say nothing until that time comes.
///
/// It is looked for at the start, and when the clock has gone back since the last look, so that a look costs nothing otherwise.
final class ClockWatch: Sendable {
    private let store: any Store
    private let logger: Logger
    private let last = Mutex<Timestamp?>(nil)
    /// Clocks are set right by seconds all the time, and instances differ by some.
    private static let tolerance = Duration.seconds(300)

    init(store: any Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// - Throws: `StoreError`.
    func look(_ now: Timestamp) async throws {
        let isNews = last.withLock { last in last.map { now.adding(Self.tolerance) < $0 } ?? true }
        if isNews { try await bringBack(now) }
        last.withLock { $0 = now }
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

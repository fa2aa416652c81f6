package import Domain
import Foundation
package import Logging
import ServiceLifecycle
package import Storage

/// Turns the agents' schedules into occurrences, and occurrences into one run for each eligible person.
///
/// Nothing is kept in memory: the last occurrence in the table says from where to go on, so a restart repeats and
/// loses none.
package struct Scheduler: Service {
    private let store: any Store
    private let clock: WallClock
    private let logger: Logger
    /// An occurrence found later than this after its time is recorded as missed.
    private let catchUp: Duration
    private let wakeup: Wakeup
    private let signals: any Signals
    private static let longestWait = Duration.seconds(30)
    /// How long a request can be sent again under its `Idempotency-Key`.
    private static let keyLifetime = Duration.seconds(24 * 3600)

    package init(store: any Store, clock: WallClock, logger: Logger, catchUp: Duration, wakeup: Wakeup, signals: any Signals) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.catchUp = catchUp
        self.wakeup = wakeup
        self.signals = signals
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let wait = await tickOrLog()
                await wakeup.wait(atMost: wait, sleep: clock.sleep)
            }
        }
    }

    private func tickOrLog() async -> Duration {
        do {
            return try await tick()
        } catch is CancellationError {
            return .zero
        } catch {
            logger.error("scheduling failed; it is tried again", metadata: ["error": "\(error)"])
            return .seconds(2)
        }
    }

    /// Plans what is due and expands it; returns how long nothing more will be due.
    package func tick() async throws -> Duration {
        let now = clock.now()
        for workspace in try await store.read(Workspaces.all) {
            try await plan(workspace, now: now)
        }
        try await Expansion(store: store, clock: clock, logger: logger, signals: signals).expandPlanned()
        _ = try await store.commit([Occurrences.finish(now: now), IdempotencyKeys.forget(before: now.adding(.zero - Self.keyLifetime))])
        return try await timeToNext(after: now)
    }

    private func plan(_ workspace: Row, now: Timestamp) async throws {
        let id = WorkspaceID(workspace.integer(0))
        let zone = knownTimeZone(workspace.text(1)) ?? .gmt
        let latest = try await store.read(Occurrences.latest(id))
        let planned = AgentCatalog.all.flatMap { agent -> [SQL] in
            let last = latest.first { $0.text(0) == agent.type.rawValue }?.time(1) ?? workspace.time(2)
            return agent.schedule.occurrences(after: last, through: now, in: zone).map { due in
                Occurrences.plan(id, agent.type, due: due, trigger: "schedule", isMissed: due.adding(catchUp) < now, now: now)
            }
        }
        if !planned.isEmpty { _ = try await store.commit(planned) }
    }

    private func timeToNext(after now: Timestamp) async throws -> Duration {
        let next = try await store.read(Workspaces.all).flatMap { workspace in
            let zone = knownTimeZone(workspace.text(1)) ?? .gmt
            return AgentCatalog.all.compactMap { $0.schedule.next(after: now, in: zone) }
        }.min()
        guard let next else { return Self.longestWait }
        return min(Self.longestWait, .milliseconds(max(0, next.milliseconds - clock.now().milliseconds)))
    }
}

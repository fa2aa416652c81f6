package import Domain
package import Logging
package import Storage

/// Turns the agents' schedules and events into occurrences, occurrences into one run for each eligible person, and takes
/// contacts further in the agents' sequences.
///
/// Nothing of it is kept in memory: each agent's row says how far it is planned and when it is due next, so a restart repeats
/// and loses none, and a look costs as much as there is due, however many agents there are.
package struct Scheduler: TickingService {
    package static let work = "scheduling"
    private let store: any Store
    package let clock: WallClock
    package let logger: Logger
    /// What agents that skip what is late find later than this after its time is missed.
    private let catchUp: Duration
    package let wakeup: Wakeup
    private let signals: any Signals
    private let watch: ClockWatch
    private static let agentsPerCommit: Int64 = 100
    private static let longestWait = Duration.seconds(30)
    /// What the database records wakes nobody.
    private static let longestWaitForEvents = Duration.seconds(5)
    /// How long a request can be sent again under its `Idempotency-Key`.
    private static let keyLifetime = Duration.seconds(24 * 3600)

    package init(store: any Store, clock: WallClock, logger: Logger, catchUp: Duration, wakeup: Wakeup, signals: any Signals) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.catchUp = catchUp
        self.wakeup = wakeup
        self.signals = signals
        watch = ClockWatch(store: store, logger: logger)
    }

    /// Plans what is due and expands it; returns how long nothing more will be due.
    package func tick() async throws -> Duration {
        let now = clock.now()
        try await watch.look(now)
        try await plan(now)
        try await FactSearch(store: store, clock: clock).search()
        try await EventHandling(store: store, clock: clock).handle()
        try await EventExpansion(store: store, clock: clock, logger: logger, signals: signals).expandPlanned()
        try await Expansion(store: store, clock: clock, logger: logger, signals: signals).expandPlanned()
        let forgotten = [
            IdempotencyKeys.forget(before: now.adding(.zero - Self.keyLifetime)), Events.forget(before: now.adding(.zero - Events.lifetime)),
        ]
        _ = try await store.commit(Occurrences.settle(now: now) + forgotten)
        try await SequenceAdvance(store: store, clock: clock, signals: signals).advance()
        return try await timeToNext()
    }

    /// Until nothing is due: many agents in each commit, and of each so many times.
    private func plan(_ now: Timestamp) async throws {
        while case let rows = try await store.read(Agents.due(now: now, limit: Self.agentsPerCommit)), !rows.isEmpty {
            _ = try await store.commit(rows.flatMap { statements(for: $0, now: now) })
        }
    }

    private func statements(for row: Row, now: Timestamp) -> [SQL] {
        guard let agent = Agent(row) else {
            let (workspace, id) = Agents.place(of: row)
            logger.error("an agent's schedule cannot be read; it rests until it is changed", metadata: ["agent.id": "\(id)"])
            return [Agents.rest(workspace, id: id)]
        }
        return AgentPlan(agent, now: now, tolerance: catchUp).statements(now: now)
    }

    private func timeToNext() async throws -> Duration {
        let answers = try await store.read([Agents.areListening, Agents.nextDue, SequenceQueue.nextDue])
        let longest = answers[0].isEmpty ? Self.longestWait : Self.longestWaitForEvents
        guard let next = answers.dropFirst().compactMap({ $0.first?.optionalInteger(0) }).min() else { return longest }
        return min(longest, .milliseconds(max(0, next - clock.now().milliseconds)))
    }
}

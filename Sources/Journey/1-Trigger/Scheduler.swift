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
    private let search: FactSearch
    private let events: EventHandling
    private let eventExpansion: EventExpansion
    private let expansion: Expansion
    private let sequences: SequenceAdvance
    private let planning: RepeatedTrouble
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
        search = FactSearch(store: store, clock: clock, logger: logger)
        events = EventHandling(store: store, clock: clock, logger: logger)
        eventExpansion = EventExpansion(store: store, clock: clock, logger: logger, signals: signals)
        expansion = Expansion(store: store, clock: clock, logger: logger, signals: signals)
        sequences = SequenceAdvance(store: store, clock: clock, logger: logger, signals: signals)
        planning = RepeatedTrouble("planning an agent", logger)
    }

    /// Plans what is due and expands it; returns how long nothing more will be due. Of very many events some are handled each time, so
    /// that they hold up no schedule.
    ///
    /// - Throws: what the first stage that failed has thrown, after the others have had their turn.
    package func tick() async throws -> Duration {
        let now = clock.now()
        var hasMore = false
        let stages: [() async throws -> Void] = [
            { try await watch.look(now) }, { try await plan(now) }, { if try await search.search() { hasMore = true } },
            { if try await events.handle() { hasMore = true } }, { if try await eventExpansion.expandPlanned() { hasMore = true } },
            expansion.expandPlanned,
            { try await settle(now) }, sequences.advance,
        ]
        var failure: (any Error)?
        for stage in stages {
            do { try await stage() } catch is CancellationError { throw CancellationError() } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        return hasMore ? .zero : try await timeToNext()
    }

    /// Until nothing is due: many agents in each commit, and of each so many times.
    ///
    /// - Throws: why an agent cannot be planned, after the others have been: it stays due.
    private func plan(_ now: Timestamp) async throws {
        var failures: [RepeatedTrouble.Failure<Row>] = []
        while failures.count < RepeatedTrouble.most {
            let left = failures.map { Agents.place(of: $0.of).id }
            let rows = try await store.read(Agents.due(now: now, limit: Self.agentsPerCommit, except: left))
            guard !rows.isEmpty else { break }
            failures += try await planning.attempt(rows, at: now, part: Self.part) { rows in
                _ = try await store.commit(rows.flatMap { statements(for: $0, now: now) })
            }
        }
        if let failure = failures.first { throw failure.error }
    }

    private static func part(_ row: Row) -> RepeatedTrouble.Part {
        let (workspace, id) = Agents.place(of: row)
        return ["workspace.id": "\(workspace.value)", "agent.id": "\(id)"]
    }

    private func settle(_ now: Timestamp) async throws {
        let forgotten = [
            IdempotencyKeys.forget(before: now.adding(.zero - Self.keyLifetime)), Events.forget(before: now.adding(.zero - Events.lifetime)),
        ]
        _ = try await store.commit(Occurrences.settle(now: now) + forgotten)
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

import Domain
import Logging
import Storage

/// Turns events into occurrences of the agents that wait for them.
struct EventHandling: Sendable {
    let store: any Store
    let clock: WallClock
    private let trouble: RepeatedTrouble
    private static let eventsPerCommit: Int64 = 200
    private static let pairsPerStatement = 1000

    init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        trouble = RepeatedTrouble("handling events", logger)
    }

    /// Until no event is left: each is marked in the commit that makes its occurrences, so that a crash leaves both or neither. One that
    /// fails is left to the next time, and so is what comes after it in its workspace.
    func handle() async throws {
        var failed: Set<WorkspaceID> = []
        var last: Int64 = 0
        while case let rows = try await store.read(Events.open(after: last, limit: Self.eventsPerCommit)), let end = rows.last?.integer(0) {
            let events = Events.open(rows).filter { !failed.contains($0.workspace) }
            var isOutdated = false
            let failures = try await trouble.attempt(events, at: clock.now(), part: { ["workspace.id": "\($0.workspace.value)"] }) { events in
                do { try await handle(events) } catch is Events.AgentsChanged { isOutdated = true }
            }
            failed.formUnion(failures.map(\.of.workspace))
            // Somebody has saved an agent meanwhile: whether it waits for these events is asked anew.
            if !isOutdated { last = end }
        }
    }

    private func handle(_ events: [Events.Open]) async throws {
        let workspaces = Set(events.map(\.workspace)).sorted { $0.value < $1.value }
        let agents = try await store.read(Agents.listening(in: workspaces)).compactMap(Agent.init)
        let pairs = events.flatMap { event in agents.filter { $0.waits(for: event) }.map { (event: event.id, agent: $0) } }
        let now = clock.now()
        let occurrences = stride(from: 0, to: pairs.count, by: Self.pairsPerStatement).map {
            Events.occurrences(Array(pairs[$0..<min(pairs.count, $0 + Self.pairsPerStatement)]), now: now)
        }
        _ = try await store.commit(Events.unchanged(pairs.map(\.agent)) + [Events.handle(events.map(\.id), now: now)] + occurrences)
    }
}

extension Agent {
    /// Whether it is told of an event: of its kind and with the detail it asks for, on a day on which it may be due.
    fileprivate func waits(for event: Events.Open) -> Bool {
        guard workspace == event.workspace, let trigger, trigger.kind == event.kind else { return false }
        guard event.agent == nil || event.agent == id, trigger.detail == nil || trigger.detail == event.detail else { return false }
        return timing.rules.allows(event.occurredAt.localDate(in: timing.zone))
    }
}

import Domain
import Storage

/// Turns events into occurrences of the agents that wait for them.
struct EventHandling: Sendable {
    let store: any Store
    let clock: WallClock
    private static let eventsPerCommit: Int64 = 200
    private static let pairsPerStatement = 1000

    /// Until no event is left: each is marked in the commit that makes its occurrences, so that a crash leaves both or neither.
    func handle() async throws {
        while case let events = Events.open(try await store.read(Events.open(limit: Self.eventsPerCommit))), !events.isEmpty {
            let workspaces = Set(events.map(\.workspace)).sorted { $0.value < $1.value }
            let agents = try await store.read(Agents.listening(in: workspaces)).compactMap(Agent.init)
            let pairs = events.flatMap { event in agents.filter { $0.waits(for: event) }.map { (event: event.id, agent: $0) } }
            let now = clock.now()
            let occurrences = stride(from: 0, to: pairs.count, by: Self.pairsPerStatement).map {
                Events.occurrences(Array(pairs[$0..<min(pairs.count, $0 + Self.pairsPerStatement)]), now: now)
            }
            do {
                _ = try await store.commit(Events.unchanged(pairs.map(\.agent)) + [Events.handle(events.map(\.id), now: now)] + occurrences)
            } catch is Events.AgentsChanged {
                // Somebody has saved one meanwhile: whether it waits for these events is asked anew.
                continue
            }
        }
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

import Domain
import Logging
import Storage

/// Turns events into occurrences of the agents that wait for them.
struct EventHandling: Sendable {
    let store: any Store
    let clock: WallClock
    private let trouble: RepeatedTrouble
    private static let eventsPerCommit = 200
    /// Between two looks at the schedules, of all workspaces together.
    private static let mostAtOnce = 2000
    private static let pairsPerStatement = 1000

    init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        trouble = RepeatedTrouble("handling events", logger)
    }

    /// The oldest events of each workspace: each is marked in the commit that makes its occurrences, so that a crash leaves both or
    /// neither. One that fails is left to the next time.
    ///
    /// - Returns: whether there are more to handle now.
    func handle() async throws -> Bool {
        let workspaces = try await store.read(Events.openWorkspaces).map { WorkspaceID($0.integer(0)) }
        return try await FairShare.inTurn(Self.mostAtOnce, among: workspaces) { quotas in
            let found = try await store.read(quotas.map { Events.open($0.workspace, limit: Int64($0.limit)) }).map(Events.open)
            let failed = try await handle(inParts: found.flatMap { $0 })
            let taken = zip(quotas, found).map { ($0.workspace, failed.contains($0.workspace) ? 0 : $1.count) }
            return Dictionary(uniqueKeysWithValues: taken)
        }
    }

    /// - Returns: the workspaces of those that failed.
    private func handle(inParts events: [Events.Open]) async throws -> Set<WorkspaceID> {
        var failed: Set<WorkspaceID> = []
        for start in stride(from: 0, to: events.count, by: Self.eventsPerCommit) {
            let part = events[start..<min(events.count, start + Self.eventsPerCommit)].filter { !failed.contains($0.workspace) }
            let failures = try await trouble.attempt(part, at: clock.now(), part: { ["workspace.id": "\($0.workspace.value)"] }, handleAsAgentsAre)
            failed.formUnion(failures.map(\.of.workspace))
        }
        return failed
    }

    /// Where somebody saves an agent meanwhile, whether it waits for these events is asked anew.
    private func handleAsAgentsAre(_ events: [Events.Open]) async throws {
        while true {
            do { return try await handle(events) } catch is Events.AgentsChanged { continue }
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

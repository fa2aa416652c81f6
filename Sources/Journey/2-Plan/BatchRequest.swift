package import Domain
package import Storage

/// A person's wish to run an agent now for everyone eligible: an occurrence like those of the schedule.
package struct BatchRequest: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let worker: Wakeup

    package init(store: any Store, clock: WallClock, worker: Wakeup) {
        self.store = store
        self.clock = clock
        self.worker = worker
    }

    /// Tells the worker that a run may be due.
    package func wakeWorker() { worker() }

    package struct Accepted: Sendable, Equatable {
        package var occurrence: Int64
        package var due: Timestamp
        package var runs: Int64
    }

    /// - Throws: `StoreError.duplicate` never: a second request in the same millisecond is due one later.
    package func request(_ agent: AgentType, in workspace: WorkspaceID, effects: [SQL] = []) async throws -> Accepted {
        var due = clock.now()
        var id: Int64?
        while id == nil {
            id = try await store.commit(Occurrences.plan(workspace, agent, due: due, trigger: "batch", isMissed: false, now: clock.now())).first?
                .integer(0)
            if id == nil { due = due.adding(.milliseconds(1)) }
        }
        let occurrence = id ?? 0
        _ = try await store.commit(
            Occurrences.expand(
                workspace, id: occurrence, agent: agent, trigger: "batch", condition: AgentCatalog[agent].eligibility.condition, now: clock.now())
                + effects)
        worker()
        let counts = try await store.read(Occurrences.counts(workspace, id: occurrence))
        return Accepted(occurrence: occurrence, due: due, runs: counts.reduce(0) { $0 + $1.integer(1) })
    }
}

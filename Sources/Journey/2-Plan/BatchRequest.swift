package import Domain
package import Storage

/// A person's wish to run an agent now for everyone eligible: an occurrence like those of the schedule.
package struct BatchRequest: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let signals: any Signals

    package init(store: any Store, clock: WallClock, signals: any Signals) {
        self.store = store
        self.clock = clock
        self.signals = signals
    }

    package struct Accepted: Sendable, Equatable {
        package var occurrence: Int64
        package var due: Timestamp
        package var runs: Int64
    }

    /// The occurrence, its runs and `effects`, in one transaction: a crash leaves all of them or none.
    package func request(_ agent: AgentType, in workspace: WorkspaceID, effects: [SQL] = []) async throws -> Accepted {
        var due = clock.now()
        while true {
            do {
                return try await accept(agent, workspace, due, effects)
            } catch is OccurrenceTaken {
                // A second request in the same millisecond is due one later.
                due = due.adding(.milliseconds(1))
            }
        }
    }

    private func accept(_ agent: AgentType, _ workspace: WorkspaceID, _ due: Timestamp, _ effects: [SQL]) async throws -> Accepted {
        let now = clock.now()
        let condition = AgentCatalog[agent].eligibility.condition
        let plan = Occurrences.plan(workspace, agent, due: due, trigger: "batch", isMissed: false, now: now)
        let expand = Occurrences.expand(workspace, due: due, agent: agent, trigger: "batch", condition: condition, now: now)
        let rows = try await store.commit([plan.expectingOneRow(orThrow: OccurrenceTaken())] + expand + effects)
        signals.send(.runs)
        return Accepted(occurrence: rows[2][0].integer(0), due: due, runs: rows[2][0].integer(1))
    }
}

private struct OccurrenceTaken: Error {}

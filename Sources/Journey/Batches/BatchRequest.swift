package import Domain
package import Storage

/// A person's wish to run an agent now for everyone eligible: an occurrence like those of the schedule.
package struct BatchRequest: Sendable {
    let store: any Store
    let clock: WallClock
    let signals: any Signals
    let prices: PriceList
    let sliceSize: Int64

    package init(
        store: any Store, clock: WallClock, signals: any Signals, prices: PriceList = .builtIn, sliceSize: Int64 = Occurrences.sliceSize
    ) {
        self.store = store
        self.clock = clock
        self.signals = signals
        self.prices = prices
        self.sliceSize = sliceSize
    }

    package struct Accepted: Sendable, Equatable {
        package var occurrence: Int64
        package var due: Timestamp
        package var runs: Int64
    }

    /// The occurrence, its first runs for people and `effects`, in one transaction: a crash leaves all of them or none. For more
    /// people than a slice holds, and for contacts, the scheduler makes the others; `runs` counts them already.
    ///
    /// - Parameter rate: how many runs begin in a minute; nil for as many as the workers can.
    package func request(_ agent: AgentType, in workspace: WorkspaceID, rate: Int64? = nil, effects: [SQL] = []) async throws -> Accepted {
        var due = clock.now()
        while true {
            do {
                return try await accept(agent, workspace, due, rate, effects)
            } catch is OccurrenceTaken {
                // A second request in the same millisecond is due one later.
                due = due.adding(.milliseconds(1))
            }
        }
    }

    private func accept(_ agent: AgentType, _ workspace: WorkspaceID, _ due: Timestamp, _ rate: Int64?, _ effects: [SQL]) async throws
        -> Accepted
    {
        let now = clock.now()
        let contacts = try await ContactPlanning(store: store).plan(.key(agent), in: workspace, at: now)
        let condition = contacts?.agent.isForUsers == false ? "1 = 0" : Eligibility.of(agent).condition
        // Before anything is planned: who has a run waiting is not eligible any more.
        let eligible = try await store.read(Occurrences.eligible(workspace, condition: condition))[0].integer(0) + (try await count(contacts))
        let end = try await store.read(Occurrences.endOfFirstSlice(workspace, size: sliceSize)).first?.integer(0)
        let plan = Occurrences.plan(workspace, agent, due: due, trigger: "batch", isMissed: false, now: now)
        let slice = Occurrences.Slice(workspace, agent, trigger: "batch", due: due, through: end, hasContacts: contacts != nil)
        let pace = rate.map { [Batches.beginAt(rate: $0, workspace, agent, due: due, now: now), Batches.place(slice)] } ?? []
        let rows = try await store.commit(
            [plan.expectingOneRow(orThrow: OccurrenceTaken())] + Occurrences.expand(slice, condition: condition, now: now) + effects + pace)
        signals.send(rate == nil ? .runs : .rates)
        let (occurrence, runs) = (rows[2][0].integer(0), rows[2][0].integer(1))
        let hasMore = end != nil || contacts != nil
        // The scheduler makes the others, and ends what has nobody to write to.
        if hasMore || runs == 0 { signals.send(.schedules) }
        return Accepted(occurrence: occurrence, due: due, runs: hasMore ? max(runs, eligible) : runs)
    }

    /// How many contacts a plan includes.
    private func count(_ plan: PlanQuery?) async throws -> Int64 {
        guard let plan else { return 0 }
        return try await PlanSlices(store: store, plan: plan).counts().included
    }
}

private struct OccurrenceTaken: Error {}

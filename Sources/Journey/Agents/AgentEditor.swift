package import Domain
package import Storage

/// What people do with agents. Each change is a version of its own, kept in the same commit, and a changed schedule counts
/// from the moment of the change: what was due before it is planned as it was, and nothing else.
package struct AgentEditor: Sendable {
    let store: any Store
    private let clock: WallClock
    private let settings: WorkspaceSettings
    private let signals: any Signals
    /// How late a time may still run, for agents that skip what is late.
    private let tolerance: Duration

    package init(store: any Store, clock: WallClock, settings: WorkspaceSettings, signals: any Signals, catchUp: Duration) {
        self.store = store
        self.clock = clock
        self.settings = settings
        self.signals = signals
        tolerance = catchUp
    }

    /// - Throws: `AgentNotFound`, `StoreError`.
    package func find(_ name: AgentName, in workspace: WorkspaceID) async throws -> Agent {
        guard let agent = try await store.read(Agents.one(workspace, name)).first.flatMap(Agent.init) else { throw AgentNotFound(name) }
        return agent
    }

    /// Changes what people can say about an agent.
    ///
    /// - Parameter version: the version that the caller has seen; nil for whichever there is.
    /// - Throws: `ValidationError`, `AgentNotFound`, `StaleVersion`, `StoreError`.
    package func change(
        _ name: AgentName, in workspace: WorkspaceID, version: SeenVersions?, to values: Table.Values, effects: [SQL] = []
    ) async throws -> Agent {
        try await edit(name, workspace, version, effects) { agent, _ in
            var changes = values
            // What was to be skipped was a time of the schedule and the clock that there were.
            if ["schedule_rule", "time_zone"].contains(where: { values[$0] != nil && values[$0] != agent.values[$0] }) {
                changes["skipped_through"] = .null
            }
            return changes
        }
    }

    /// Lets the schedule rest; what is planned already goes on.
    package func pause(_ name: AgentName, in workspace: WorkspaceID, version: SeenVersions?, effects: [SQL] = []) async throws -> Agent {
        try await edit(name, workspace, version, effects) { _, _ in ["paused": .integer(1)] }
    }

    /// Lets the schedule go on from now; nothing is made up for, and nothing is skipped any more.
    package func resume(_ name: AgentName, in workspace: WorkspaceID, version: SeenVersions?, effects: [SQL] = []) async throws -> Agent {
        try await edit(name, workspace, version, effects) { _, _ in ["paused": .integer(0), "skipped_through": .null] }
    }

    /// Leaves out the next time at which the agent would run; again, and the one after it is left out too.
    ///
    /// - Throws: `NothingToSkip` besides what `change` throws.
    package func skipNext(_ name: AgentName, in workspace: WorkspaceID, version: SeenVersions?, effects: [SQL] = []) async throws -> Agent {
        try await edit(name, workspace, version, effects) { agent, now in
            guard let next = agent.timing.next(after: now) else { throw NothingToSkip() }
            return ["skipped_through": .time(next)]
        }
    }

    /// Gives a built-in agent back the values it came with.
    ///
    /// - Throws: `BuiltInAgentsOnly` besides what `change` throws.
    package func restore(_ name: AgentName, in workspace: WorkspaceID, version: SeenVersions?, effects: [SQL] = []) async throws -> Agent {
        try await edit(name, workspace, version, effects) { agent, _ in
            guard let original = AgentCatalog.rows.first(where: { $0.type == agent.type }) else { throw BuiltInAgentsOnly() }
            return original.values.merging(["paused": .integer(0), "skipped_through": .null]) { $1 }
        }
    }

    /// What stands in the commit before the statement that changes the workspace's time zone: its agents are due by the old one up to
    /// now, and by the new one from now on.
    package func changingTimeZone(of workspace: WorkspaceID, to zone: String) async throws -> [SQL] {
        let now = clock.now()
        let plans = try await store.read(Agents.all(workspace)).compactMap(Agent.init).map { AgentPlan($0, now: now, tolerance: tolerance) }
        var ended: [SQL] = []
        for plan in plans where plan.agent.values.optionalText("time_zone") == nil && plan.agent.timing.zone != knownTimeZone(zone) {
            guard let instant = try await singleTimeThatCame(plan, now: now) else { continue }
            let changes: Table.Values = ["schedule_rule": instant]
            ended +=
                Agents.table.auditedUpdate(workspace, id: plan.agent.id, changes, version: SeenVersions(plan.agent.version), now: now)
                + [AgentVersions.keep(plan.agent, version: plan.agent.version + 1, plan.agent.values.merging(changes) { $1 }, now: now)]
        }
        return plans.filter { !$0.due.isEmpty }.flatMap { $0.statements(now: now) } + ended
            + [Agents.reconsider(workspace, in: zone, now: now)]
    }

    /// The rule for the instant at which an agent's single time came, which has passed on every clock; nil where it has not come, or is an
    /// instant already.
    private func singleTimeThatCame(_ plan: AgentPlan, now: Timestamp) async throws -> SQLValue? {
        guard let time = plan.agent.timing.singleTime(before: now) else { return nil }
        if !plan.due.contains(where: { $0.time == time }) {
            guard try await !store.read(Occurrences.happened(plan.agent.workspace, plan.agent.type, at: time)).isEmpty else { return nil }
        }
        return .text(Schedule.onceAt(time).description)
    }

    /// Nothing is left to plan by the old values when the new ones come.
    private func edit(
        _ name: AgentName, _ workspace: WorkspaceID, _ version: SeenVersions?, _ effects: [SQL],
        _ change: (Agent, Timestamp) throws -> Table.Values
    ) async throws -> Agent {
        while true {
            let agent = try await find(name, in: workspace)
            if let version, !version.contains(agent.version) { throw StaleVersion(noun: "agent", id: agent.id) }
            let now = clock.now()
            var changes = try change(agent, now)
            var values = agent.values.merging(changes) { $1 }
            try AgentRules.check(values, isBuiltIn: agent.isBuiltIn)
            let plan = AgentPlan(agent, now: now, tolerance: tolerance)
            if !AgentRules.haveSameSchedule(values, agent.values) {
                try await checkIsAhead(values, of: now, in: workspace)
            } else if values["time_zone"] != agent.values["time_zone"], let instant = try await singleTimeThatCame(plan, now: now) {
                changes["schedule_rule"] = instant
                values["schedule_rule"] = instant
            }
            if plan.isFull {
                _ = try await store.commit(plan.statements(now: now))
                continue
            }
            do {
                let planned = plan.due.isEmpty ? [] : plan.statements(now: now)
                let hold = Agents.hold(agent).expectingOneRow(orThrow: StaleVersion(noun: "agent", id: agent.id))
                let left = LeftRecipients(agent, values)
                _ = try await store.commit(left.locks + [hold] + planned + statements(agent, changes, values, now) + left.endings(now: now) + effects)
            } catch is StaleVersion {
                // Changed or planned in between: where that made another version than the caller's, the next look tells.
                continue
            }
            signals.send(.schedules)
            return try await find(.id(agent.id), in: workspace)
        }
    }

    fileprivate func checkIsAhead(_ values: Table.Values, of now: Timestamp, in workspace: WorkspaceID) async throws {
        try AgentRules.checkIsAhead(values, of: now, in: try await settings.zone(of: workspace))
    }

    private func statements(_ agent: Agent, _ changes: Table.Values, _ values: Table.Values, _ now: Timestamp) -> [SQL] {
        var stored = changes
        // Said once more as they are, they change nothing: an agent listens from the moment that they are new.
        for name in ["trigger", "paused"] where stored[name] == agent.values[name] { stored[name] = nil }
        stored["planned_through"] = .time(max(now, agent.timing.plannedThrough))
        stored["next_due_at"] = values.integer("paused") == 0 ? .integer(0) : .null
        let hasOtherSteps = values["steps"] != agent.values["steps"]
        return Agents.table.auditedUpdate(agent.workspace, id: agent.id, stored, version: SeenVersions(agent.version), now: now)
            + [AgentVersions.keep(agent, version: agent.version + 1, values, now: now)]
            + (hasOtherSteps ? [SequencePositions.wakeAll(agent.workspace, agent: agent.id, now: now)] : [])
    }
}

extension AgentEditor {
    /// Creates an own agent, whose key is made of its title.
    ///
    /// - Throws: `ValidationError`, `TooManyAgents`, `StoreError`.
    package func create(in workspace: WorkspaceID, _ given: Table.Values, effects: [SQL] = []) async throws -> Agent {
        let values = Agents.table.initialValues.merging(given) { $1 }
        try AgentRules.check(values, isBuiltIn: false)
        try await checkIsAhead(values, of: clock.now(), in: workspace)
        var number = 1
        while true {
            let type = AgentType(named: values.text("title"), number: number)
            number += 1
            let taken = try await store.read(AgentVersions.taken(workspace, type))
            guard taken.isEmpty, !type.isBuiltIn else { continue }
            do { try await insert(type, in: workspace, values, effects) } catch StoreError.duplicate { continue }
            signals.send(.schedules)
            return try await find(.key(type), in: workspace)
        }
    }

    private func insert(_ type: AgentType, in workspace: WorkspaceID, _ values: Table.Values, _ effects: [SQL]) async throws {
        let now = clock.now()
        guard try await store.read(Agents.count(workspace))[0].integer(0) < Agents.most else { throw TooManyAgents() }
        var stored = values
        stored["agent_type"] = .text(type.rawValue)
        stored["planned_through"] = .time(now)
        stored["next_due_at"] = .integer(0)
        _ = try await store.commit(
            Agents.table.auditedInsert(workspace, stored, now: now) + [AgentVersions.keepFirst(workspace, type, values)] + effects)
    }

    /// Deletes an own agent; what waits to be written by it is cancelled, its drafts are rejected, what it sent stays.
    ///
    /// - Throws: `OwnAgentsOnly`, `AgentNotFound`, `StaleVersion`, `StoreError`.
    package func delete(_ name: AgentName, in workspace: WorkspaceID, version: SeenVersions?) async throws {
        let agent = try await find(name, in: workspace)
        guard !agent.isBuiltIn else { throw OwnAgentsOnly() }
        let now = clock.now()
        let endings = [
            SequencePositions.stopAll(workspace, agent: agent.id, now: now),
            Drafts.rejectAll(workspace, of: agent.type, because: "Its agent was deleted.", now: now),
        ]
        _ = try await store.commit(
            IdleRuns.locks(agent) + Agents.table.delete(workspace, id: agent.id, version: version, now: now)
                + Occurrences.cancel(workspace, agent.type, now: now) + endings)
        signals.send(.schedules)
    }
}

/// Nothing is due any more, or the agent is paused.
package struct NothingToSkip: Error, Equatable {}
/// Only what came with the product can be restored.
package struct BuiltInAgentsOnly: Error, Equatable {}
/// Built-in agents stay.
package struct OwnAgentsOnly: Error, Equatable {}
/// The workspace has as many agents as it may have.
package struct TooManyAgents: Error, Equatable {}

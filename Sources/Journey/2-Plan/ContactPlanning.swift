package import Domain
package import Storage

/// Reads what a plan for contacts is made of: the agent, the workspace's rules and its contacts' zones, at one moment.
package struct ContactPlanning: Sendable {
    private let store: any Store

    package init(store: any Store) { self.store = store }

    /// Nil for an agent that writes to no contacts, or is not there.
    package func plan(_ name: AgentName, in workspace: WorkspaceID, at moment: Timestamp) async throws -> PlanQuery? {
        let answers = try await store.read([Agents.one(workspace, name)] + ContactCalendar.reading(workspace))
        guard let agent = answers[0].first.flatMap(Agent.init), agent.recipients.includesContacts else { return nil }
        let days = AgentDays(agent.timing.rules, in: agent.timing.zone)
        return try plan(agent, ContactCalendar(Array(answers.dropFirst()), of: workspace, now: moment, days: days))
    }

    /// The rules of a workspace at a moment, as `SendRules.check` takes them.
    package func calendar(of workspace: WorkspaceID, at moment: Timestamp) async throws -> ContactCalendar {
        try ContactCalendar(try await store.read(ContactCalendar.reading(workspace)), of: workspace, now: moment)
    }

    private func plan(_ agent: Agent, _ calendar: ContactCalendar) throws -> PlanQuery {
        let moment = FilterMoment(now: calendar.now, zone: calendar.zone)
        let planned = PlannedAgent(
            workspace: agent.workspace, id: agent.id, type: agent.type, isForUsers: agent.recipients.includesUsers,
            sequence: agent.sequence, filter: try AudienceSubject.contacts.filter(agent.contactFilter),
            dailyCap: agent.values.optionalInteger("daily_cap"), moment: moment)
        return PlanQuery(planned, calendar)
    }
}

extension Agent {
    package var recipients: Recipients { Recipients(rawValue: values.text("recipients")) ?? .user }

    /// The contacts whom it is for, as a filter: its own, or that with which a built-in agent comes. An own agent without a
    /// filter has everyone: `AgentRules` lets none be.
    package var contactFilter: String { values.optionalText("filter") ?? AgentCatalog[type]?.contactFilter ?? "everyone" }
}

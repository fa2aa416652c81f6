package import Domain
package import Storage

/// Explains agents: asks the statements by which they run.
package struct PlanReporter: Sendable {
    private let store: any Store
    private let clock: WallClock

    package init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Changes nothing.
    ///
    /// - Throws: `AgentNotFound`, `RowNotFound` for a contact that is not there, `StoreError`.
    package func report(_ name: AgentName, in workspace: WorkspaceID, _ question: PlanReport.Question) async throws -> PlanReport {
        guard let agent = try await store.read(Agents.one(workspace, name)).first.flatMap(Agent.init) else { throw AgentNotFound(name) }
        let moment = question.moment ?? clock.now()
        let contacts = try await ContactPlanning(store: store).plan(.id(agent.id), in: workspace, at: moment)
        if let contact = question.contact { return try await report(on: contact, agent, contacts, moment, question) }
        let users = agent.recipients.includesUsers ? PlanUsers(workspace, condition: Eligibility.of(agent.type).condition) : nil
        let counts = question.withCounts ? try await self.counts(agent, users, contacts) : []
        var entries: [PlanReport.Entry] = []
        if let users, case .users(let after) = question.after { entries = try await people(users, agent, question, after) }
        if let contacts, entries.count <= question.limit {
            entries += try await self.contacts(contacts, question, question.limit + 1 - entries.count)
        }
        let page = try await withSteps(Array(entries.prefix(question.limit)), agent)
        let next = entries.count > page.count ? page.last?.place : nil
        let stepsDue = question.withCounts ? try await stepsDue(agent, by: moment) : nil
        return PlanReport(agent: agent, moment: moment, counts: counts, stepsDue: stepsDue, entries: page, next: next)
    }

    private func report(
        on contact: Int64, _ agent: Agent, _ plan: PlanQuery?, _ moment: Timestamp, _ question: PlanReport.Question
    ) async throws -> PlanReport {
        guard try await !store.read(Contacts.table.get(agent.workspace, id: contact)).isEmpty else { throw Contacts.table.notFound(id: contact) }
        var (counts, entries): ([PlanReport.Count], [PlanReport.Entry]) = ([], [])
        if let plan, let row = try await PlanSlices(store: store, plan: plan).one(contact) {
            let entry = entry(row, plan)
            if question.withCounts { counts = [count(entry.verdict, 1, isOfContacts: true, agent, plan)] }
            if question.includes(entry) { entries = [entry] }
        }
        return PlanReport(agent: agent, moment: moment, counts: counts, entries: try await withSteps(entries, agent), next: nil)
    }

    // MARK: Counts

    private func counts(_ agent: Agent, _ users: PlanUsers?, _ contacts: PlanQuery?) async throws -> [PlanReport.Count] {
        let rows = if let users { try await store.read(users.counts) } else { [Row]() }
        let ofUsers = rows.map { count(RuleVerdict(code: $0.integer(0)), $0.integer(1), isOfContacts: false, agent, contacts) }
        guard let contacts else { return ofUsers }
        let counts = try await PlanSlices(store: store, plan: contacts).counts()
        return ofUsers + counts.verdicts.map { count($0.verdict, $0.count, isOfContacts: true, agent, contacts) }
    }

    private func count(_ verdict: RuleVerdict, _ count: Int64, isOfContacts: Bool, _ agent: Agent, _ plan: PlanQuery?) -> PlanReport.Count {
        PlanReport.Count(isOfContacts: isOfContacts, verdict: verdict, reason: reason(verdict, agent.type, plan), count: count)
    }

    // MARK: Who

    private func people(_ users: PlanUsers, _ agent: Agent, _ question: PlanReport.Question, _ after: Int64) async throws -> [PlanReport.Entry] {
        let isIncluded: Bool? =
            switch question.selection {
            case .all: nil
            case .included: true
            case .keptOut: false
            }
        if case .keptOut(let rule) = question.selection, rule != .notEligible { return [] }
        let rows = try await store.read(users.page(after: after, isIncluded: isIncluded, limit: question.limit + 1))
        let moment = question.moment ?? clock.now()
        return rows.map { row in
            let verdict = RuleVerdict(code: row.integer(2))
            return PlanReport.Entry(
                user: row.integer(0), contact: nil, name: row.text(1), verdict: verdict, reason: reason(verdict, agent.type, nil),
                sendAt: verdict == .included ? moment : nil)
        }
    }

    private func contacts(_ plan: PlanQuery, _ question: PlanReport.Question, _ limit: Int) async throws -> [PlanReport.Entry] {
        var (after, rule): (Int64, Rule?) = (0, nil)
        if case .contacts(let last) = question.after { after = last }
        if case .keptOut(let asked) = question.selection { rule = asked }
        let included = question.selection == .included
        return try await PlanSlices(store: store, plan: plan).page(after: after, rule: rule, included: included, limit: limit)
            .map { entry($0, plan) }
    }

    private func entry(_ row: Row, _ plan: PlanQuery) -> PlanReport.Entry {
        let verdict = RuleVerdict(code: row.integer(3))
        let holder = verdict == .keptOut(.held) ? row.optionalText(7) : nil
        return PlanReport.Entry(
            user: row.integer(2), contact: row.integer(0), name: row.text(1), verdict: verdict,
            reason: reason(verdict, plan.agent.type, plan, heldBy: holder), heldBy: holder,
            sendAt: verdict == .included ? row.time(4) : nil, zone: row.optionalText(5), zoneSource: ZoneSource(rawValue: row.text(6)))
    }

    // MARK: Sequences

    /// None is written on a day on which the agent rests.
    private func stepsDue(_ agent: Agent, by moment: Timestamp) async throws -> Int64? {
        guard !agent.sequence.isEmpty, agent.recipients.includesContacts else { return nil }
        let timing = agent.timing
        guard !timing.isPaused, timing.rules.allows(moment.localDate(in: timing.zone)) else { return 0 }
        return try await store.read(SequencePositions.countDue(agent.workspace, agent: agent.id, agent.sequence, by: moment)).first?.integer(0)
    }

    private func withSteps(_ entries: [PlanReport.Entry], _ agent: Agent) async throws -> [PlanReport.Entry] {
        let contacts = entries.filter { $0.verdict == .keptOut(.inSequence) }.compactMap(\.contact)
        guard !contacts.isEmpty else { return entries }
        let rows = try await store.read(SequencePositions.active(agent.workspace, agent: agent.id, contacts: contacts))
        let positions = try await SequenceDueTimes(store: store).complete(rows, in: agent.workspace).map(SequencePositions.table.values)
        let byContact = Dictionary(positions.map { ($0.integer("contact_id"), $0) }) { first, _ in first }
        return entries.map { entry in
            guard let position = entry.contact.flatMap({ byContact[$0] }) else { return entry }
            var entry = entry
            entry.nextStep = position.optionalInteger("next_step")
            entry.nextAt = position.optionalInteger(SequencePositions.dueColumn).map(Timestamp.init(milliseconds:))
            return entry
        }
    }

    // MARK: Words

    private func reason(_ verdict: RuleVerdict, _ agent: AgentType, _ plan: PlanQuery?, heldBy: String? = nil) -> String? {
        switch verdict {
        case .included: nil
        case .keptOut(.notEligible): "The person \(Eligibility.of(agent).reason)."
        case .keptOut(.held): heldBy.map { "\($0) is busy with the contact." } ?? Rule.held.sentence
        case .keptOut(let rule): rule.sentence
        case .keptOutByFilter(let number):
            "The agent's filter does not choose the contact: its condition \(number) does not hold, \(plan?.condition(number) ?? "")."
        }
    }
}

extension PlanQuery {
    /// The text of a condition of the agent's filter, by its number from 1.
    package func condition(_ number: Int) -> String {
        let conditions = AudienceFilter.conjuncts(of: agent.filter)
        return conditions.indices.contains(number - 1) ? conditions[number - 1].description : ""
    }
}

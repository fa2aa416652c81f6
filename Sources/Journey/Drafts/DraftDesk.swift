package import Domain
package import Storage

/// What a person does with the messages to contacts that agents have written for their decision.
package struct DraftDesk: Sendable {
    let store: any Store
    private let clock: WallClock
    private let signals: any Signals

    package init(store: any Store, clock: WallClock, signals: any Signals) {
        self.store = store
        self.clock = clock
        self.signals = signals
    }

    /// Sends a draft, once, whoever else decides on it at the same time: its row as of `Communications.table`.
    ///
    /// The rules are asked again, because days may have passed: what the contact has written since then keeps it back too.
    /// Where only the hour is wrong it is sent when its time has come. A draft with findings goes out only with another text in which
    /// nothing is found, or when the caller answers for it.
    /// - Parameters:
    ///   - body: the text that is to go out; nil for what the agent wrote.
    ///   - subject: the same for the subject; an empty one for none.
    ///   - despiteFindings: whether the caller answers for what no fact bears out.
    ///   - undoWithin: for how long it is held back, so that `undo` still finds it.
    ///   - version: the version of the row that the caller has seen; nil for whichever there is.
    /// - Throws: `RowNotFound`, `AlreadyDecided`, `DraftExpired`, `BrokenRule`, `UncarriedWords`, `ContactGone`, `StaleVersion`, `StoreError`.
    package func approve(
        _ id: Int64, in workspace: WorkspaceID, body: String?, subject: String? = nil, despiteFindings: Bool = false, undoWithin: Duration = .zero,
        version: SeenVersions? = nil,
        effects: [SQL] = []
    ) async throws -> Row {
        let draft = try await find(id, in: workspace)
        guard draft.status == "draft" else { throw AlreadyDecided(id: id) }
        guard let contact = draft.contact else { throw ContactGone() }
        let addressee = SendSubject(contact: contact, agent: draft.agent, run: draft.run, since: draft.begunAt)
        var notBefore = clock.now().adding(undoWithin)
        let check = SendCheck(store: store, clock: clock)
        let calendar = try await check.calendar(of: workspace)
        switch try await check.verdict(on: addressee, in: workspace, by: calendar) {
        case .clear: break
        case .early(let time): notBefore = max(notBefore, time)
        case .barred(let rule): throw rule
        case .gone: throw ContactGone()
        }
        let newSubject = subject.map { PlainText.line($0, limit: MessageWording.subjectLimit) }
        let wording = draft.wording.changed(subject: newSubject, body: body)
        try await mustBeFresh(draft, saying: wording, on: notBefore.localDate(in: calendar.zone), calendar, workspace)
        let found = try await foundAgain(in: wording, of: draft, contact, workspace)
        let phrases = found.map { ($0.subject + $0.body).map(\.phrase).withoutRepeats } ?? draft.findings
        guard phrases.isEmpty || despiteFindings else { throw UncarriedWords(phrases: phrases) }
        let findings = found.map { (Findings.json($0.subject, of: wording.subject ?? ""), Findings.json($0.body, of: wording.body)) }
        let change = Drafts.Change(body: body, subject: newSubject, isDespite: !phrases.isEmpty, findings: findings)
        let approval = Drafts.approve(workspace, id: id, change, notBefore: notBefore, now: clock.now())
        // For the day on which it goes out.
        let count = DailyCounts.count(
            workspace, agent: draft.agent, day: notBefore.localDate(in: calendar.zone), agentCap: draft.agentCap,
            workspaceCap: calendar.rules.dailyCap)
        let before = expected(id, workspace, version) + count
        do {
            let rows = try await store.commit(before + approval + effects)
            signals.send(.deliveries)
            return rows[before.count][0]
        } catch let reached as CapReached {
            throw BrokenRule(reached.rule)
        }
    }

    /// - Parameters: what is to go out, and the day on which it does.
    private func mustBeFresh(
        _ draft: Drafts.Draft, saying wording: MessageWording, on day: LocalDate, _ calendar: ContactCalendar, _ workspace: WorkspaceID
    ) async throws {
        guard let row = try await store.read(Workspaces.draftDays(workspace)).first, draft.createdAt >= row.time(1) else { return }
        // A person's own words are of the day on which they are said.
        let written = wording == draft.wording ? draft.createdAt.localDate(in: calendar.zone) : calendar.today
        if let reason = DraftLife.end(of: wording.whole, from: written, on: day, days: row.integer(0)) { throw DraftExpired(reason: reason) }
    }

    /// Makes a message that was approved and has not begun to go out a draft again: its row.
    ///
    /// - Throws: `RowNotFound`, `UndoneTooLate`, `StaleVersion`, `StoreError`.
    package func undo(_ id: Int64, in workspace: WorkspaceID, version: SeenVersions? = nil, effects: [SQL] = []) async throws -> Row {
        let draft = try await find(id, in: workspace)
        guard draft.status == "sent", let sentAt = draft.sentAt else { throw UndoneTooLate(id: id) }
        let calendar = try await SendCheck(store: store, clock: clock).calendar(of: workspace)
        let before = expected(id, workspace, version)
        let undoing = Drafts.undo(workspace, id: id, agent: draft.agent, day: sentAt.localDate(in: calendar.zone), now: clock.now())
        let rows = try await store.commit(before + undoing + effects)
        return rows[before.count + 1][0]
    }

    /// What no fact bears out of another text for a draft with findings, or for one that had some before it was changed; nil where the
    /// draft's own count. In one that never had any a person may write what they know.
    private func foundAgain(
        in wording: MessageWording, of draft: Drafts.Draft, _ contact: Int64, _ workspace: WorkspaceID
    ) async throws -> (subject: [UncarriedClaim], body: [UncarriedClaim])? {
        guard wording != draft.wording, !draft.findings.isEmpty || draft.wasChanged else { return nil }
        let review = ClaimReview(store: store, clock: clock)
        let found = try await review.findings(in: [wording.subject ?? "", wording.body], to: contact, of: workspace)
        return (found[0], found[1])
    }

    /// Keeps a draft from being sent, for good: its row.
    ///
    /// - Throws: `RowNotFound`, `AlreadyDecided`, `StaleVersion`, `StoreError`.
    package func reject(_ id: Int64, in workspace: WorkspaceID, reason: String?, version: SeenVersions? = nil, effects: [SQL] = []) async throws
        -> Row
    {
        _ = try await find(id, in: workspace)
        let rejection = Drafts.reject(workspace, id: id, reason: reason, now: clock.now())
        let rows = try await store.commit(expected(id, workspace, version) + rejection + effects)
        signals.send(.schedules)
        return rows[version == nil ? 0 : 1][0]
    }

    private func find(_ id: Int64, in workspace: WorkspaceID) async throws -> Drafts.Draft {
        guard let row = try await store.read(Drafts.find(workspace, id: id)).first else { throw RowNotFound(noun: "message to a contact", id: id) }
        return Drafts.draft(row)
    }

    private func expected(_ id: Int64, _ workspace: WorkspaceID, _ version: SeenVersions?) -> [SQL] {
        version.map { [Communications.table.expected(workspace, id: id, version: $0)] } ?? []
    }
}

/// The contact has been deleted, so nobody is left to write to.
package struct ContactGone: Error, Equatable, Sendable {}

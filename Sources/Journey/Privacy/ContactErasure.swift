package import Domain
package import Storage

/// Erases contacts: asked for by a person, carried out in slices that a crash can only delay.
package struct ContactErasure: Sendable {
    private let store: any Store
    private let clock: WallClock

    package init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Begins to erase a contact: nothing more goes to it from then on. One that is being erased, or was, is left at that.
    ///
    /// - Parameters:
    ///   - confirmation: the contact's e-mail address or name, typed by whoever wants it gone.
    ///   - effects: statements for the same commit.
    /// - Throws: `RowNotFound`, `WrongConfirmation`.
    package func request(
        _ contact: Int64, confirmedBy confirmation: String, in workspace: WorkspaceID, effects: [SQL] = []
    ) async throws -> Erasures.Erasure {
        if let known = try await find(contact, in: workspace) { return known }
        let identity = try await identity(of: contact, in: workspace)
        guard identity.isConfirmed(by: confirmation) else { throw WrongConfirmation() }
        _ = try await store.commit(
            Erasures.request(workspace, contact: contact, identity, salt: RandomToken.make(), now: clock.now())
                + [AuditEntries.entry(workspace, .contactErased, AuditSubject("contact", id: contact), now: clock.now())] + effects)
        guard let erasure = try await find(contact, in: workspace) else { throw RowNotFound(noun: "contact", id: contact) }
        return erasure
    }

    package func find(_ contact: Int64, in workspace: WorkspaceID) async throws -> Erasures.Erasure? {
        try await store.read(Erasures.find(workspace, contact: contact)).first.map(Erasures.erasure)
    }

    package func identity(of contact: Int64, in workspace: WorkspaceID) async throws -> ContactIdentity {
        guard let row = try await store.read(Erasures.identity(of: contact, in: workspace)).first else {
            throw RowNotFound(noun: "contact", id: contact)
        }
        return ContactIdentity(name: row.text(0), email: row.optionalText(1), phone: row.optionalText(2))
    }

    /// Before everything about a contact is handed out: that it is, and to whom, is entered.
    ///
    /// - Throws: `RowNotFound`, `StoreError`.
    package func enterExport(of contact: Int64, in workspace: WorkspaceID) async throws {
        _ = try await identity(of: contact, in: workspace)
        try await store.commit(AuditEntries.entry(workspace, .contactExported, AuditSubject("contact", id: contact), now: clock.now()))
    }

    /// Takes an erasure so many slices further; how it stands then. It may have to wait for what is going out in this moment.
    package func carryOn(_ erasure: Erasures.Erasure, slices: Int) async throws -> Erasures.Erasure {
        var erasure = erasure
        for _ in 0..<slices where !erasure.isDone {
            do { guard try await advance(erasure) else { return erasure } } catch is ErasureMoved {}
            guard let next = try await find(erasure.contact, in: erasure.workspace) else { return erasure }
            erasure = next
        }
        return erasure
    }

    /// One slice; false where it has to wait.
    private func advance(_ erasure: Erasures.Erasure) async throws -> Bool {
        let (stage, now) = (ErasureStage.named(erasure.stage), clock.now())
        let goOn = ErasureStatements.move(erasure, to: stage.next, now: now)
        switch stage {
        case .stop:
            let isSending = try await store.commit(ErasureStatements.stop(erasure, now: now)).last?.isEmpty == false
            guard !isSending else { return false }
            _ = try await store.commit(goOn)
        case .blank(let table):
            guard let statement = ErasureStatements.blank(table, erasure, now: now) else { return try await advance(erasure, by: goOn) }
            let rows = try await store.commit(statement)
            if rows.count < Int(ErasureStatements.slice) { return try await advance(erasure, by: goOn) }
        case .contact: _ = try await store.commit(ErasureStatements.contact(erasure, now: now) + [goOn])
        case .redact(let table): try await redact(table, erasure, then: goOn, now)
        case .answers:
            let needles = erasure.identity.map { Redactor($0).needles } ?? []
            _ = try await store.commit((needles.isEmpty ? [] : ErasureStatements.answers(erasure, needles)) + [goOn])
        case .audit: try await forgetEntries(erasure, then: goOn, now)
        }
        return true
    }

    private func advance(_ erasure: Erasures.Erasure, by move: SQL) async throws -> Bool {
        _ = try await store.commit(move)
        return true
    }

    /// Looks through the next ids of a table.
    private func redact(_ table: PersonalTable, _ erasure: Erasures.Erasure, then goOn: SQL, _ now: Timestamp) async throws {
        guard let redactor = erasure.identity.map(Redactor.init), !redactor.needles.isEmpty else {
            _ = try await store.commit(goOn)
            return
        }
        let answers = try await store.read([
            ErasureStatements.last(of: table), ErasureStatements.mentions(in: table, erasure, redactor.needles),
        ])
        let changes = answers[1].compactMap { ErasureStatements.redaction(of: $0, in: table, by: redactor, for: erasure) }
        let reached = erasure.reached + ErasureStatements.walk
        let isOver = reached >= answers[0].first?.integer(0) ?? 0
        let move = isOver ? goOn : ErasureStatements.move(erasure, to: .redact(table), reached: reached, now: now)
        _ = try await store.commit(changes + [move])
    }

    /// Looks through the next ids of the audit trail, which is sealed first: what is not can't be erased.
    private func forgetEntries(_ erasure: Erasures.Erasure, then goOn: SQL, _ now: Timestamp) async throws {
        if erasure.reached == 0 { try await AuditSealer(store: store).seal(erasure.workspace) }
        let needles = erasure.identity.map { Redactor($0).needles } ?? []
        let answers = try await store.read(ErasureStatements.audit(erasure, needles))
        let reached = erasure.reached + ErasureStatements.walk
        let isOver = reached >= answers[1].first?.integer(0) ?? 0
        let forget = AuditEntries.erase(erasure.workspace, ids: answers[0].map { $0.integer(0) }, now: now)
        let move = isOver ? goOn : ErasureStatements.move(erasure, to: .audit, reached: reached, now: now)
        _ = try await store.commit([forget, move].compactMap(\.self))
    }
}

/// What was typed is neither the contact's e-mail address nor its name.
package struct WrongConfirmation: Error, Equatable {
    package let sentence = "The confirmation is neither the contact's e-mail address nor its name: type one of them to erase it for good."

    package init() {}
}

import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `The chain of the audit trail` {
    @Test(arguments: DatabaseKind.allCases) func `holds under twenty writers and three sealers`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let instances = try (0..<3).map { _ in try database.opened() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in Int64(0)..<20 {
                    group.addTask {
                        for number in Int64(0)..<10 { _ = try await instances[Int(writer) % 3].commit(entry(writer * 100 + number)) }
                    }
                }
                for instance in instances {
                    group.addTask { for _ in 0..<5 { _ = try await sealing(instance).tick() } }
                }
                try await group.waitForAll()
            }
            let finding = try await AuditVerifier(store: database.store).verify(.first)
            #expect(finding.held == 200 && finding.fault == nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `shows what was removed, changed or exchanged in the database`(kind: DatabaseKind) async throws {
        for (tampering, fault) in tamperings {
            try await withChain(kind) { store in
                for statement in tampering { _ = try await store.commit([SQL(statement)]) }
                let finding = try await AuditVerifier(store: store).verify(.first)
                #expect(finding.fault == fault, "\(tampering)")
            }
        }
    }

    private let tamperings: [([String], AuditVerifier.Fault?)] = [
        ([], nil),
        (["DELETE FROM audit_entries WHERE sequence = 3"], .removed(3)),
        (["DELETE FROM audit_entries WHERE sequence = 1"], .removed(1)),
        (["DELETE FROM audit_entries WHERE sequence = 5"], .removed(5)),
        (["UPDATE audit_entries SET body_after = '{\"number\":9}' WHERE sequence = 3"], .changed(3)),
        (["UPDATE audit_entries SET actor_name = 'nobody' WHERE sequence = 2"], .changed(2)),
        (["UPDATE audit_entries SET at = at + 1 WHERE sequence = 4"], .changed(4)),
        (["UPDATE audit_entries SET body_after = NULL, salt = NULL WHERE sequence = 4"], .changed(4)),
        (
            [
                "UPDATE audit_entries SET sequence = 99 WHERE sequence = 2", "UPDATE audit_entries SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_entries SET sequence = 3 WHERE sequence = 99",
            ], .outOfOrder(2)
        ),
    ]

    @Test(arguments: DatabaseKind.allCases) func `shows that its end was cut off to whoever has noted it`(kind: DatabaseKind) async throws {
        try await withChain(kind) { store in
            let noted = try await AuditVerifier(store: store).verify(.first)
            _ = try await store.commit([
                SQL("DELETE FROM audit_entries WHERE sequence = 5"),
                SQL("UPDATE audit_heads SET sequence = 4, hash = (SELECT e.hash FROM audit_entries e WHERE e.sequence = 4)"),
            ])
            let anchor = AuditHead(sequence: noted.held, hash: noted.hash)
            #expect(try await AuditVerifier(store: store).verify(.first).fault == nil)
            #expect(try await AuditVerifier(store: store).verify(.first, through: anchor).fault == .removed(5))
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `cannot be written over by anybody who leaves the triggers in place`(kind: DatabaseKind) async throws
    {
        try await withChain(kind, guarded: true) { store in
            for statement in [
                "DELETE FROM audit_entries WHERE sequence = 5", "UPDATE audit_entries SET action = 'x' WHERE sequence = 1",
                "UPDATE audit_entries SET body_after = '{}' WHERE sequence = 1", "UPDATE audit_entries SET hash = 'x' WHERE sequence = 1",
                "UPDATE audit_entries SET erased_at = 1 WHERE sequence = 1", "DELETE FROM audit_heads", "UPDATE audit_heads SET sequence = 1",
                """
                INSERT INTO audit_entries (workspace_id, at, actor_name, actor_means, action, subject_kind, key, sequence, hash)
                VALUES (1, 1, 'x', 'open', 'x', 'x', 'x', 6, 'x')
                """,
            ] + (kind == .postgres ? ["TRUNCATE audit_entries"] : []) {
                let error = await #expect(throws: StoreError.self, "\(statement)") { try await store.commit(SQL(statement)) }
                let refusal = try #require(error)
                #expect("\(refusal)".contains("append-only"), "\(statement)")
            }
            #expect(try await AuditVerifier(store: store).verify(.first).held == 5)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `still holds once bodies are erased, and says of how many`(kind: DatabaseKind) async throws {
        try await withChain(kind, guarded: true) { store in
            let erased = try await store.commit(AuditEntries.erase(.first, AuditSubject("contact", id: 3), now: TemporaryDatabase.birth))
            #expect(erased.count == 1)
            let left = try await store.read(SQL("SELECT COUNT(*) FROM audit_entries WHERE body_after IS NOT NULL AND salt IS NOT NULL"))
            #expect(left == [Row([.integer(4)])])
            let finding = try await AuditVerifier(store: store).verify(.first)
            #expect(finding.held == 5 && finding.erased == 1 && finding.fault == nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of one workspace has nothing of another's`(kind: DatabaseKind) async throws {
        try await withChain(kind, guarded: true) { store in
            try await store.commit(
                SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Other', 'UTC', 0, 0, 1)"))
            let other = WorkspaceID(2)
            _ = try await store.commit(AuditEntries.entry(other, .draftApproved, AuditSubject("contact", id: 3), now: TemporaryDatabase.birth))
            #expect(try await AuditVerifier(store: store).verify(other).held == 1)
            #expect(try await store.read(AuditQuestion().statement(other)).count == 1)
            #expect(try await store.commit(AuditEntries.erase(other, AuditSubject("contact", id: 4), now: TemporaryDatabase.birth)).isEmpty)
            #expect(try await AuditVerifier(store: store).verify(.first).held == 5)
        }
    }

    private func sealing(_ store: any Store) -> AuditSealing {
        AuditSealing(store: store, clock: .fixed(at: TemporaryDatabase.birth), logger: .silent)
    }

    /// Five sealed entries, about the contacts 1 to 5.
    private func withChain(_ kind: DatabaseKind, guarded: Bool = false, _ body: (any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            for number in Int64(1)...5 { _ = try await database.store.commit(entry(number)) }
            _ = try await sealing(database.store).tick()
            if !guarded { try await disarm(database) }
            try await body(database.store)
        }
    }

    private func disarm(_ database: TemporaryDatabase) async throws {
        for (name, table) in [
            ("audit_entries_update", "audit_entries"), ("audit_entries_delete", "audit_entries"), ("audit_heads_update", "audit_heads"),
        ] {
            try await database.store.commit(SQL("DROP TRIGGER \(name)\(database.kind == .postgres ? " ON \(table)" : "")"))
        }
    }
}

private func entry(_ number: Int64) -> SQL {
    AuditEntries.entry(
        .first, by: Actor(account: 7, name: "ann@example.com", means: .session, address: "192.0.2.1"), .draftApproved,
        AuditSubject("contact", id: number), after: .object(["number": .integer(number)]), now: TemporaryDatabase.birth)
}

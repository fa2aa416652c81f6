import Domain
import TestSupport
import Testing

import struct Foundation.TimeZone

@testable import Storage

/// PostgreSQL plans by what its tables held when it last looked, and keeps the plans: a batch fills them within seconds.
@Suite struct `Plans from before a batch` {
    @Test func `lead to no way through all rows`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            let examples = try await examples(database.store)
            for fill in [before, during] {
                try await fill(database.store)
                for (name, statements) in examples {
                    for statement in statements {
                        let plan = try await keptPlan(of: statement, in: database.store)
                        let scans = plan.indices.filter { isLarge(plan[$0]) }
                        for scan in scans {
                            let condition = scan + 1 < plan.count ? plan[scan + 1] : ""
                            #expect(isByKey(plan[scan], condition), "\(name): \(plan[scan]) \(condition)")
                        }
                        #expect(!scans.isEmpty, "\(name): \(plan)")
                    }
                }
            }
        }
    }

    @Test func `have a claim look once at who has a run under way`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            for fill in [before, during] { try await fill(database.store) }
            let claim = RunQueue.claim(.first, owner: "worker", limit: 128, lease: .seconds(20), now: now)
            let explained = SQL("EXPLAIN \(claim.postgresText ?? claim.text)", claim.arguments).plannedAnew()
            let plan = try await database.store.commit(explained).map { $0.text(0) }
            #expect(plan.contains { $0.contains("NOT (hashed SubPlan") }, "\(plan)")
            #expect(plan.contains { $0.contains("Scan using agent_runs_due on agent_runs q") }, "\(plan)")
            #expect(plan.contains { $0.contains("Scan using agent_runs_waiting on agent_runs f") }, "\(plan)")
        }
    }

    private let now = ExampleRows.now

    private func examples(_ store: any Store) async throws -> [(String, [SQL])] {
        let ids = Array(1...128 as ClosedRange<Int64>)
        let owner = Person(workspace: .first, user: Users.owner)
        let claims = ids.map { RunQueue.Claim(id: $0, person: owner, contact: $0, agent: .followUp, attempts: 1, fence: 1) }
        let message = WrittenMessage(text: "Hello", writer: .offline)
        let calendar = try ContactCalendar(try await store.read(ContactCalendar.reading(.first)), of: .first, now: now)
        let subjects = ids.map { SendSubject(contact: $0, agent: 1, run: $0, since: now) }
        let seals = ids.map { (id: $0, seal: AuditSeal(sequence: $0, salt: "", digest: "", previous: "", hash: "")) }
        let successes = claims.map { claim in
            RunQueue.Success(claim, message, by: AgentVersion(agent: 1, version: 1), sentOn: now.localDate(in: .gmt))
        }
        let moves = ids.map { id in
            SequenceQueue.Change(.init(id: id, agent: 1, contact: id, run: id, position: .init(step: 0, message: .underWay), version: 1))
        }
        let writings = [SequenceQueue.Change.Writing.take, .retry, .cancel, .forget].flatMap { writing in
            moves.map { move in
                var move = move
                move.writing = writing
                return move
            }
        }
        return [
            ("runs that end", RunQueue.succeed(successes, owner: "worker", now: now)),
            ("what was sent", DailyCounts.count(successes, owner: "worker")),
            ("runs that a rule ends", [RunQueue.bar(claims.map { .init($0, rule: nil, reason: "") }, owner: "worker", now: now)]),
            ("runs that wait", [RunQueue.postpone(claims.map { .init($0, until: now) }, owner: "worker", now: now)]),
            ("a run that fails", [RunQueue.fail(claims[0], owner: "worker", error: "", retryAt: now, now: now)]),
            ("leases of runs", [RunQueue.renew(ids, owner: "worker", lease: .seconds(20), now: now)]),
            ("the check before sending", [SendRules.check(subjects, in: .first, calendar: calendar)]),
            ("a contact's messages", [ContactContexts.statements(.first, contacts: ids, today: now.localDate(in: .gmt))[3]]),
            ("a draft", Array(Drafts.approve(.first, id: 1, Drafts.Change(body: nil, subject: nil), notBefore: now, now: now).prefix(1))),
            ("seals", Array(AuditEntries.seal(.first, seals, after: .start).suffix(1))),
            ("steps of sequences", SequenceQueue.advance(.first, writings, now: now).filter { !$0.listedColumns.isEmpty }),
        ]
    }

    /// Of how many drafts wait it is asked once for all, and of what an agent has under way by the agent and the contact.
    private func isLarge(_ step: String) -> Bool {
        let others = ["communications_drafts", "agent_runs_on_their_way", "sequence_positions_contact"]
        return step.contains("Scan") && !others.contains(where: step.contains)
            && ["communications", "agent_runs", "audit_entries", "sequence_positions"].contains { step.contains(" on \($0)") }
    }

    private func isByKey(_ step: String, _ condition: String) -> Bool {
        let keys = ["_pkey ": "(id = ", "communications_of_contact ": "(contact_id = ", "communications_run ": "(run_id = "]
        return keys.contains { step.contains($0.key) && condition.contains("Index Cond: ") && condition.contains($0.value) }
    }

    /// The general one, as sessions prepare it; `EXPLAIN` with values would plan for these.
    private func keptPlan(of statement: SQL, in store: any Store) async throws -> [String] {
        let single = statement.arguments.prefix(statement.listedColumns.isEmpty ? statement.arguments.count : statement.unlisted)
        let types = single.map { if case .integer = $0 { "BIGINT" } else { "unknown" } } + statement.listedColumns.map { "\($0.rawValue)[]" }
        let numbers = single.map { if case .integer(let number) = $0 { "\(number)" } else { "NULL" } }
        let values = numbers + statement.listedColumns.map { _ in "'{1}'" }
        let asked = [
            "PREPARE kept (\(types.joined(separator: ", "))) AS \(statement.postgresText ?? statement.text)",
            "EXPLAIN EXECUTE kept (\(values.joined(separator: ", ")))", "DEALLOCATE kept",
        ]
        return try await store.commit(asked.map { SQL($0).oneOff() })[1].map { $0.text(0) }
    }

    /// Messages of the chat, runs that have ended, and entries of the trail: so PostgreSQL finds the tables.
    private func before(_ store: any Store) async throws {
        let tables = ["communications", "agent_runs", "audit_entries", "contacts", "sequence_positions"]
        _ = try await store.commit(tables.map { SQL("ALTER TABLE \($0) SET (autovacuum_enabled = false)") } + [chats, ended, entries(500)])
        try await store.commit(SQL("ANALYZE"))
    }

    /// Then contacts, messages to them, drafts, and runs that wait.
    private func during(_ store: any Store) async throws { _ = try await store.commit([contacts, messages, waiting, entries(6000)]) }

    private let stamps = "created_at, updated_at, version"
    private var chats: SQL {
        SQL(
            """
            INSERT INTO communications (workspace_id, user_id, agent_type, body, \(stamps))
            SELECT 1, 1, 'REMINDER', 'Hello', 0, 0, 1 FROM generate_series(1, 500)
            """)
    }
    private var ended: SQL {
        SQL(
            """
            INSERT INTO agent_runs (workspace_id, user_id, agent_type, trigger, state, finished_at, \(stamps))
            SELECT 1, 1, 'REMINDER', 'batch', 'succeeded', 0, 0, 0, 1 FROM generate_series(1, 500)
            """)
    }
    private var contacts: SQL {
        SQL("INSERT INTO contacts (workspace_id, user_id, name, \(stamps)) SELECT 1, 1, 'C' || i, 0, 0, 1 FROM generate_series(1, 6000) i")
    }
    private var messages: SQL {
        SQL(
            """
            INSERT INTO communications (workspace_id, user_id, contact_id, direction, agent_type, body, status, sent_at, \(stamps))
            SELECT 1, 1, id, 'outbound', 'FOLLOW_UP', 'Hello', CASE WHEN id % 2 = 0 THEN 'draft' ELSE 'sent' END, CASE WHEN id % 2 = 1 THEN 0 END, 0, 0, 1
            FROM contacts
            """)
    }
    private var waiting: SQL {
        SQL(
            """
            INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, trigger, state, next_attempt_at, \(stamps))
            SELECT 1, 1, id, 'FOLLOW_UP', 'batch', 'queued', 0, 0, 0, 1 FROM contacts
            """)
    }
    private func entries(_ count: Int) -> SQL {
        SQL(
            """
            INSERT INTO audit_entries (workspace_id, at, actor_name, actor_means, action, subject_kind, key)
            SELECT 1, 0, '', '', 'changed', 'contact', '\(count) ' || i FROM generate_series(1, \(count)) i
            """)
    }
}

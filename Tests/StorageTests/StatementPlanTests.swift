import Domain
import TestSupport
import Testing

import struct Foundation.TimeZone

@testable import Storage

/// SQLite chooses without statistics and takes the rows of a workspace for few (`Unindexed`).
@Suite struct `Statements about a few of very many rows` {
    @Test func `go through no workspace's rows on SQLite`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            for (name, statements) in try await examples(database.store) {
                for statement in statements {
                    let plan = try await database.store.commit(SQL("EXPLAIN QUERY PLAN \(statement.text)", statement.arguments).oneOff())
                    let wide = plan.map { $0.text(3) }.filter(isWide)
                    #expect(wide.isEmpty, "\(name): \(wide)")
                }
            }
        }
    }

    @Test func `find what is left to do of an occurrence among unfinished runs`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let now = ExampleRows.now
            for statement in [Occurrences.finish(now: now)] + Batches.pause(.first, id: 1, now: now).dropFirst() {
                let plan = try await database.store.commit(SQL("EXPLAIN QUERY PLAN \(statement.text)", statement.arguments).oneOff())
                #expect(plan.contains { $0.text(3).contains("agent_runs_unfinished (occurrence_id=?)") }, "\(plan.map { $0.text(3) })")
            }
        }
    }

    /// Of a list SQLite walks through all for each that it does not find there, where a value of the list could be null.
    @Test func `look each recipient of due runs up among those under way`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let claim = RunQueue.claim(.first, owner: "worker", limit: 9, lease: .seconds(20), now: ExampleRows.now)
            let plan = try await database.store.commit(SQL("EXPLAIN QUERY PLAN \(claim.text)", claim.arguments).oneOff()).map { $0.text(3) }
            #expect(plan.contains("SEARCH o USING INDEX agent_runs_one_at_a_time (workspace_id=? AND user_id=? AND <expr>=?)"), "\(plan)")
        }
    }

    @Test func `go by what was written besides the chat where that alone is asked for`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let owner = Person(workspace: .first, user: Users.owner)
            let ofSeveral = PersonContexts.messages(.first, people: [1, 2, 3], older: true)[1]
            for statement in [
                PersonContexts.written(of: owner), ofSeveral, Communications.search(owner, contact: nil, direction: nil, words: "", limit: 9),
            ] {
                let plan = try await database.store.commit(SQL("EXPLAIN QUERY PLAN \(statement.text)", statement.arguments).oneOff()).map {
                    $0.text(3)
                }
                #expect(plan.contains("SEARCH communications USING INDEX communications_written (workspace_id=? AND user_id=?)"), "\(plan)")
                #expect(
                    statement.text.contains("UNION ALL") || statement.text == ofSeveral.text || !plan.contains { $0.contains("ORDER BY") }, "\(plan)")
            }
        }
    }

    @Test func `look for a question that waits among those that wait, whatever statistics say`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let owner = Person(workspace: .first, user: Users.owner)
            let store = database.store
            for user in 1...60 as ClosedRange<Int64> {
                let person = Person(workspace: .first, user: user)
                let message = Communications.insert(person, conversation: nil, kind: .userMessage, body: "hello", now: ExampleRows.now)
                _ = try await store.commit(Users.ensure(person, now: ExampleRows.now) + [message, message, message])
            }
            try await store.commit(SQL("ANALYZE").oneOff())
            for statement in [
                Communications.keep(owner, conversation: nil, typed: "hello", now: ExampleRows.now),
                Communications.unanswered(owner, conversation: nil, body: "hello", now: ExampleRows.now),
            ] {
                let plan = try await store.commit(SQL("EXPLAIN QUERY PLAN \(statement.text)", statement.arguments).oneOff()).map { $0.text(3) }
                let ofMessages = plan.filter { $0.contains("communications") }
                #expect(ofMessages == ["SEARCH communications USING INDEX communications_unanswered (workspace_id=? AND user_id=?)"], "\(plan)")
            }
        }
    }

    @Test func `look for contact of late among those of late`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let owner = Person(workspace: .first, user: Users.owner)
            let statement = PersonContexts.contacts(since: ExampleRows.now, for: owner)
            let plan = try await database.store.commit(SQL("EXPLAIN QUERY PLAN \(statement.text)", statement.arguments).oneOff())
                .map { $0.text(3) }.filter { $0.contains("communications") }
            #expect(plan.contains { $0.hasSuffix("communications_with_contacts_of_late (workspace_id=? AND <expr>>?)") }, "\(plan)")
            #expect(plan.contains { $0.hasSuffix("communications_noted (workspace_id=? AND created_at>?)") } && plan.count == 2, "\(plan)")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `find what is due of a workspace in the order of its time`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let now = ExampleRows.now
            for (statement, index) in [
                (SequenceQueue.due(.first, now: now, limit: 9), "sequence_positions_due"),
                (SequenceQueue.dueWorkspaces(now: now), "sequence_positions_due"),
                (SequenceQueue.nextDue, "sequence_positions_due"), (EventOccurrences.planned(.first, limit: 9, now: now), "occurrences_of_events"),
                (EventOccurrences.dueWorkspaces(now: now), "occurrences_of_events"),
                (Deliveries.dead(.first, to: nil, after: 0, limit: 9), "deliveries_dead"),
            ] {
                let plan = try await plan(of: statement, in: database)
                #expect(plan.contains { $0.contains(index) }, "\(index): \(plan)")
                #expect(!plan.contains { $0.contains("Sort") || $0.contains("ORDER BY") }, "\(index): \(plan)")
            }
            let ofAgent = try await plan(of: SequencePositions.wakeAll(.first, agent: 1, now: now), in: database)
            #expect(!ofAgent.contains { $0.contains("sequence_positions_due") }, "\(ofAgent)")
        }
    }

    private func plan(of statement: SQL, in database: TemporaryDatabase) async throws -> [String] {
        let isSQLite = database.kind == .sqlite
        var explained = statement
        explained.text = (isSQLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + statement.text
        return try await database.store.commit(explained.oneOff()).map { $0.text(isSQLite ? 3 : 0) }
    }

    /// Tables of which a workspace has very many rows, under the names that the statements give them.
    private let large = ["agent_runs", "occurrences", "communications", "contacts", "sequence_positions", "hd", "r", "o", "m", "c", "p", "q", "t"]

    private func isWide(_ step: String) -> Bool {
        let words = step.split(separator: " ")
        guard words.count > 1, words[0] == "BLOOM" || large.contains(String(words[1])) else { return false }
        if words[0] == "BLOOM" { return true }
        if words[0] == "SCAN" { return !step.contains("INDEX") || step.contains("agent_runs_unfinished") }
        return step.hasSuffix("(workspace_id=?)") && !small.contains { step.contains($0) }
            || ["contact_id>?)", "<expr>>?)"].contains { step.hasSuffix("(workspace_id=? AND \($0)") }
    }

    /// Indexes of a few rows only.
    private let small = ["communications_drafts", "agent_runs_one_at_a_time", "occurrences_rated", "occurrences_ending"]

    private func examples(_ store: any Store) async throws -> [(String, [SQL])] {
        let now = ExampleRows.now
        let calendar = try ContactCalendar(try await store.read(ContactCalendar.reading(.first)), of: .first, now: now)
        let subjects = (1...3).map { SendSubject(contact: $0, agent: 1, run: $0, since: nil) }
        let rated = BatchRates.Rated(.first, id: 1, perMinute: 60, through: now)
        let day = CountedDay(of: now, in: .gmt)
        let importing = ImportRows(table: Contacts.table, workspace: .first)
        return [
            ("abandoned runs", [RunQueue.hasAbandoned(now: now)]),
            ("the check before sending", [SendRules.check(subjects, in: .first, calendar: calendar)]),
            ("occurrences to be expanded", [Occurrences.slices()]),
            ("occurrences that end", [Occurrences.finish(now: now)]),
            ("an occurrence's runs by state", [Occurrences.counts(.first, id: 1)]),
            ("an event's occurrences", [EventOccurrences.expanded(.first, [1, 2], now: now), Batches.place([1, 2], .first)]),
            ("locks", [Batches.lock(ofRun: 1, .first), Batches.lock(ofRuns: [1, 2], .first), Batches.lock([1, 2], .first)]),
            ("a pause", Batches.pause(.first, id: 1, now: now)), ("its end", Batches.resume(.first, id: 1, now: now)),
            ("a rate", BatchRates.release(rated, .init(runs: 5, through: now), now: now)),
            ("imported contacts", importing.having(emails: ["a@example.com", "b@example.com"]) + importing.having(externalIDs: ["1", "2"])),
            ("a message that is stopped", WithheldMessages.follow(.first, delivery: 1, countedOn: day, today: day, now: now)),
            ("a message that is deleted", [SentMessages.countsNoMore(.first, id: 1, now: now, orThrow: Unexpected())]),
            ("a run that is tried again", [AgentRuns.hasAgent(.first, id: 1, orThrow: Unexpected())]),
            ("what a contact's agent has under way", [ContactHolds.underWay(.first, contact: 1)]),
            ("some positions", [SequenceQueue.some(.first, ids: [1, 2]), SequencePositions.active(.first, agent: 1, contacts: [1, 2])]),
            (
                "old occurrences",
                Retention.kinds.filter { $0.table == "occurrences" }.flatMap { Retention.delete($0, in: .first, days: 30, now: now) }
            ),
        ]
    }
}

private struct Unexpected: Error {}

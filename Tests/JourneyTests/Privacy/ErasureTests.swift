import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `An erased contact` {
    @Test func `is in no column of no table any more, and others are untouched`() async throws {
        try await ErasureFixture.with { fixture in
            let before = try await fixture.dump()
            #expect(traces(in: before) == ErasureFixture.traces)
            try await fixture.erase()
            let after = try await fixture.dump()
            #expect(left(in: after) == [])
            // Whatever is the other's alone is as it was, letter for letter.
            let others = before.filter { $0.contains("plugh") || $0.contains("Nothing about anybody") || $0.contains("contact_id\\\":11") }
            #expect(others.count == 16)
            #expect(Set(others).subtracting(after) == [])
            #expect(after.contains { $0.contains("Bo Other") && $0.contains("Knows [erased].") })
            #expect(after.contains { $0.contains("Call [erased] ([erased], [erased]), then Bo Other.") })
            #expect(after.contains { $0.contains("They spoke of [erased].") })
            let deals = try await fixture.engine.store.read(SQL("SELECT amount_minor, contact_id FROM deals WHERE id = 1"))
            #expect(deals == [Row([.integer(500), .null])])
        }
    }

    @Test func `is in no text either that writes the marks of its letters apart`() async throws {
        try await ErasureFixture.with { fixture in
            let composed = "Zo\u{EB} Quillfe\u{E4}ther", apart = "Zoe\u{308} Quillfea\u{308}ther"
            try await fixture.engine.store.commit([
                SQL("UPDATE contacts SET name = $1 WHERE id = 1", [.text(composed)]),
                SQL("UPDATE contacts SET notes = $1 WHERE id = 2", [.text("Knows \(apart), and \(composed.uppercased()).")]),
            ])
            try await fixture.erase()
            let notes = try await fixture.engine.store.read(SQL("SELECT notes FROM contacts WHERE id = 2"))
            #expect(notes == [Row([.text("Knows [erased], and [erased].")])])
        }
    }

    @Test func `is known by its number alone to no body of the audit trail either`() async throws {
        try await ErasureFixture.with { fixture in
            let engine = fixture.engine
            try await engine.store.commit(SQL("UPDATE tasks SET title = 'Ask about it'"))
            let tasks = try await engine.store.read(SQL("SELECT id FROM tasks WHERE contact_id IN (1, 2) ORDER BY contact_id"))
            for task in tasks {
                _ = try await engine.store.commit(Tasks.table.delete(.first, id: task.integer(0), version: nil, now: engine.clock.now))
            }
            try await AuditSealer(store: engine.store).seal(.first)
            try await fixture.erase()
            let bodies = try await engine.store.read(
                SQL("SELECT body_before FROM audit_entries WHERE action = 'task.deleted' AND subject_id <> 77 ORDER BY id"))
            #expect(bodies.map { $0.optionalText(0)?.contains("Ask about it") ?? false } == [false, true])
        }
    }

    @Test func `gets nothing more from the moment on in which it is asked for`() async throws {
        try await ErasureFixture.with { fixture in
            _ = try await fixture.erasure.request(fixture.contact, confirmedBy: "  zoe quillfeather ", in: .first)
            let waiting = try await fixture.engine.store.read([
                SQL("SELECT state FROM agent_runs WHERE contact_id = 1 AND state <> 'succeeded'"),
                SQL("SELECT state FROM deliveries WHERE id = 1"), SQL("SELECT status FROM communications WHERE id = 10"),
                SQL("SELECT state, why FROM sequence_positions WHERE contact_id = 1"), SQL("SELECT 1 FROM contact_holds WHERE contact_id = 1"),
                SQL("SELECT 1 FROM events WHERE contact_id = 1 AND handled_at IS NULL"),
            ])
            #expect(waiting[0] == [Row([.text("cancelled")])])
            #expect(waiting[1] == [Row([.text("cancelled")])])
            #expect(waiting[2] == [Row([.text("rejected")])])
            #expect(waiting[3] == [Row([.text("stopped"), .text("contact_gone")])])
            #expect(waiting[4].isEmpty && waiting[5].isEmpty)
        }
    }

    @Test func `needs its address or name typed, and is erased once however often it is asked for`() async throws {
        try await ErasureFixture.with { fixture in
            await #expect(throws: WrongConfirmation()) { try await fixture.erasure.request(1, confirmedBy: "Zoe", in: .first) }
            await #expect(throws: RowNotFound(noun: "contact", id: 77)) { try await fixture.erasure.request(77, confirmedBy: "Zoe", in: .first) }
            await #expect(throws: RowNotFound(noun: "contact", id: 1)) {
                try await fixture.erasure.request(1, confirmedBy: ErasureFixture.name, in: WorkspaceID(2))
            }
            let none = try await fixture.engine.store.read(SQL("SELECT 1 FROM erasures"))
            #expect(none.isEmpty)
            try await fixture.erase()
            let again = try await fixture.erasure.request(1, confirmedBy: "anything", in: .first)
            #expect(again.isDone && again.identity == nil && again.finishedAt != nil)
        }
    }

    @Test func `waits for what is going out, and no longer`() async throws {
        try await ErasureFixture.with { fixture in
            try await fixture.engine.store.commit(SQL("UPDATE deliveries SET state = 'sending' WHERE id = 1"))
            let begun = try await fixture.erasure.request(1, confirmedBy: ErasureFixture.name, in: .first)
            let waiting = try await fixture.erasure.carryOn(begun, slices: 1000)
            #expect(waiting.stage == "stop")
            try await fixture.engine.store.commit(SQL("UPDATE deliveries SET state = 'failed', error = 'xyzzy' WHERE id = 1"))
            let done = try await fixture.erasure.carryOn(waiting, slices: 1000)
            #expect(done.isDone)
            let deliveries = try await fixture.engine.deliveries("state || COALESCE(error, '')")
            #expect(deliveries.first == "cancelled")
        }
    }

    /// A crash after any commit leaves what another instance finishes.
    @Test func `is finished by the scheduler wherever the first instance stopped`() async throws {
        var finished = 0
        for commits in stride(from: 1, through: 40, by: 3) {
            try await ErasureFixture.with { fixture in
                let failing = CountingStore(fixture.engine.store, failures: 10_000, after: commits)
                let crashing = ContactErasure(store: failing, clock: fixture.engine.clock.wall)
                let begun = try await crashing.request(1, confirmedBy: ErasureFixture.email, in: .first)
                do { if try await crashing.carryOn(begun, slices: 1000).isDone { finished += 1 } } catch is StoreError {}
                let service = ErasureService(store: fixture.engine.store, clock: fixture.engine.clock.wall, logger: .silent)
                while try await service.tick() == .zero {}
                let after = try await fixture.dump()
                #expect(left(in: after) == [], "after \(commits) commits")
                let open = try await fixture.engine.store.read(SQL("SELECT 1 FROM erasures WHERE state = 'open'"))
                #expect(open.isEmpty)
            }
        }
        #expect(finished < 14)
    }

    @Test func `is finished once by instances that work at it together`() async throws {
        try await ErasureFixture.with { fixture in
            _ = try await fixture.erasure.request(1, confirmedBy: ErasureFixture.email, in: .first)
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        let service = ErasureService(store: fixture.engine.store, clock: fixture.engine.clock.wall, logger: .silent)
                        while try await service.tick() == .zero {}
                    }
                }
                try await group.waitForAll()
            }
            let after = try await fixture.dump()
            #expect(left(in: after) == [])
        }
    }

    @Test func `is suppressed when it is imported again, and can be let in again by its address`() async throws {
        try await ErasureFixture.with { fixture in
            try await fixture.erase()
            let values: Table.Values = ["name": .text("Zoe Q."), "email": .text("ZOE@quillfeather.example"), "consent": .text("given")]
            _ = try await fixture.engine.store.commit(Contacts.table.insert(.first, values, now: fixture.engine.clock.now))
            let id = try await fixture.engine.store.read(SQL("SELECT MAX(id) FROM contacts"))[0].integer(0)
            let rules1 = try await fixture.rules(id)
            #expect(rules1 == ["suppressed", "suppressed"])
            // An address beside it is not.
            try await fixture.engine.store.commit(SQL("UPDATE contacts SET email = 'zoe2@quillfeather.example' WHERE id = $1", [.integer(id)]))
            let rules2 = try await fixture.rules(id)
            #expect(rules2 == ["", ""])
            try await fixture.engine.store.commit(SQL("UPDATE contacts SET email = 'zoe@quillfeather.example' WHERE id = $1", [.integer(id)]))
            let forgotten = try await fixture.engine.store.commit(ErasedAddresses.forget("Zoe@Quillfeather.example", in: .first))
            #expect(forgotten.count == 1)
            let rules3 = try await fixture.rules(id)
            #expect(rules3 == ["", ""])
        }
    }

    /// Lines in which the contact is still to be found.
    private func left(in dump: [String]) -> [String] {
        dump.filter { line in ErasureFixture.traces.contains { told(line).contains($0) } }
    }

    private func traces(in dump: [String]) -> [String] {
        ErasureFixture.traces.filter { trace in dump.contains { told($0).contains(trace) } }
    }

    /// A line without salts and hashes, in which a short name stands by chance now and then.
    private func told(_ line: String) -> String { line.lowercased().replacing(/[0-9a-z_-]{40,}/, with: "") }
}

extension ErasureFixture {
    /// The rule that keeps a contact out of a plan, and of sending.
    func rules(_ contact: Int64) async throws -> [String] {
        let calendar = try ContactCalendar(try await engine.store.read(ContactCalendar.reading(.first)), of: .first, now: engine.clock.now)
        let check = SendRules.check([SendSubject(contact: contact, agent: 1, run: 0, since: nil)], in: .first, calendar: calendar)
        let sent = try await engine.store.read(check).first?.text(1) ?? "none"
        let filter = try AudienceSubject.contacts.filter("everyone")
        let agent = PlannedAgent(
            workspace: .first, id: 2, type: .reminder, filter: filter, dailyCap: nil, moment: FilterMoment(now: calendar.now, zone: calendar.zone))
        let row = try await engine.store.read(PlanQuery(agent, calendar).page(.one(contact), limit: 1)).first
        return [row.map { RuleVerdict(code: $0.integer(3)).rule?.rawValue ?? "" } ?? "none", sent]
    }
}

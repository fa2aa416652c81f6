import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A sequence` {
    @Test func `goes on step by step while the contact does not answer`() async throws {
        try await SequenceFixture.with(twoSteps) { series in
            try await series.move(to: "2026-03-05T09:59:59.000Z")
            #expect(series.prompts == ["First"])
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            #expect(series.prompts == ["First", "Second"])
            try await series.move(to: "2026-03-09T10:00:00.000Z")
            #expect(series.prompts == ["First", "Second", "Third"])
            #expect(try await series.positions() == ["2 active"])
            try await series.pass(hours: 1)
            #expect(try await series.positions() == ["2 done"])
            let runs = try await series.engine.store.read(SQL("SELECT step, trigger FROM agent_runs WHERE contact_id IS NOT NULL ORDER BY id"))
            #expect(runs == [(0, "batch"), (1, "sequence"), (2, "sequence")].map { Row([.integer($0), .text($1)]) })
        }
    }

    @Test func `is gone through once by each contact`() async throws {
        try await SequenceFixture.with(steps(step("3 days", "Second"))) { series in
            #expect(try await series.rule(for: series.agent.type) == .inSequence)
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            try await series.move(to: "2026-03-12T10:00:00.000Z")
            try await series.run()
            #expect(series.prompts == ["First", "Second"])
            #expect(try await series.rule(for: series.agent.type) == .inSequence)
            #expect(try await series.positions() == ["1 done"])
        }
    }

    @Test func `ends when the contact answers`() async throws {
        try await SequenceFixture.with(twoSteps, contacts: 2) { series in
            try await series.move(to: "2026-03-04T15:00:00.000Z")
            try await series.answer()
            try await series.work()
            #expect(try await series.positions() == ["0 stopped replied", "0 active"])
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            #expect(series.prompts == ["First", "First", "Second"])
        }
    }

    @Test func `takes what an answer leads to, at its time after the answer`() async throws {
        let branching = steps(
            step("3 days", "Reminder", onReply: 2), step("1 day", "Thanks", when: "replied"), step("2 days", "Last", when: "always"))
        try await SequenceFixture.with(branching, contacts: 2) { series in
            try await series.engine.store.commit(SQL("UPDATE workspaces SET conversation_hours = 12"))
            try await series.move(to: "2026-03-03T10:00:00.000Z")
            try await series.answer()
            try await series.move(to: "2026-03-04T09:59:00.000Z")
            #expect(series.prompts == ["First", "First"])
            try await series.move(to: "2026-03-04T10:00:00.000Z")
            #expect(series.prompts == ["First", "First", "Thanks"])
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            #expect(series.prompts == ["First", "First", "Thanks", "Reminder"])
            try await series.move(to: "2026-03-06T10:00:00.000Z")
            #expect(series.prompts.last == "Last")
            #expect(try await series.positions() == ["3 active", "1 active"])
        }
    }

    @Test func `waits while an answer keeps everybody's messages out`() async throws {
        try await SequenceFixture.with(steps(step("1 day", "Always", when: "always"))) { series in
            try await series.move(to: "2026-03-02T16:30:00.000Z")
            try await series.answer()
            try await series.move(to: "2026-03-03T10:00:00.000Z")
            #expect(try await series.positions() == ["0 active in_conversation"])
            try await series.move(to: "2026-03-05T16:00:00.000Z")
            #expect(series.prompts == ["First"])
            try await series.pass(hours: 1)
            #expect(series.prompts == ["First", "Always"])
            #expect(try await series.positions() == ["1 active"])
        }
    }

    @Test func `goes out in the contact's own hours`() async throws {
        try await SequenceFixture.with(steps(step("1 day", "Second"))) { series in
            try await series.engine.store.commit(SQL("UPDATE contacts SET time_zone = 'America/New_York'"))
            try await series.move(to: "2026-03-03T10:00:00.000Z")
            #expect(series.prompts == ["First"])
            try await series.move(to: "2026-03-03T13:00:00.000Z")
            #expect(series.prompts == ["First", "Second"])
        }
    }

    @Test(arguments: [
        ("UPDATE contacts SET consent = 'withdrawn'", "no_consent"), ("UPDATE contacts SET email = NULL", "no_address"),
        (
            """
            INSERT INTO suppressions (workspace_id, email, reason, created_at, updated_at, version)
            VALUES (1, 'contact1@example.com', 'bounce', 0, 0, 1)
            """, "suppressed"
        ), ("DELETE FROM contacts", "contact_gone"),
    ])
    func `ends where the contact is not to be written to any more`(change: String, why: String) async throws {
        try await SequenceFixture.with(twoSteps) { series in
            try await series.engine.store.commit(SQL(change))
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            #expect(try await series.positions() == ["0 stopped \(why)"])
            #expect(series.prompts == ["First"])
        }
    }

    @Test(arguments: ["no_reply", "always"]) func `ends with the word by which a contact asks for it, with what waits to be written`(
        condition: String
    ) async throws {
        try await SequenceFixture.with(steps(step("11 hours", "Second", when: condition)), contacts: 2) { series in
            series.engine.clock.move(to: utc("2026-03-02T22:00:00.000Z"))
            _ = try await series.engine.scheduler().tick()
            #expect(try await series.engine.states() == ["succeeded", "succeeded", "queued", "queued"])
            try await series.answer("Stop.")
            #expect(try await series.positions() == ["1 stopped no_consent", "1 active"])
            #expect(try await series.engine.states() == ["succeeded", "succeeded", "cancelled", "queued"])
            let run = try await series.outreach.row("SELECT rule, next_attempt_at FROM agent_runs WHERE state = 'cancelled'")
            #expect(run == Row([.text("no_consent"), .null]))
            try await series.move(to: "2026-03-04T10:00:00.000Z")
            try await series.pass(hours: 1)
            #expect(series.prompts == ["First", "First", "Second"])
            #expect(try await series.positions() == ["1 stopped no_consent", "1 done"])
        }
    }

    @Test func `ends with that word at once also while somebody else changes its runs, which are not written after that`() async throws {
        try await SequenceFixture.with(steps(step("11 hours", "Second", when: "always")), on: .postgres) { series in
            series.engine.clock.move(to: utc("2026-03-02T22:00:00.000Z"))
            _ = try await series.engine.scheduler().tick()
            let other = try series.engine.database.opened()
            try await DatabaseGate.with(series.engine.database) { gate in
                let changing = Task { try await other.commit([SQL("SELECT id FROM agent_runs WHERE state = 'queued' FOR UPDATE"), gate.pass]) }
                try await eventually { try await gate.held() == 1 }
                try await series.answer("Stop.")
                #expect(try await series.positions() == ["1 stopped no_consent"])
                #expect(try await series.engine.states() == ["succeeded", "queued"])
                try await gate.open()
                _ = try await changing.value
            }
            try await series.move(to: "2026-03-04T10:00:00.000Z")
            #expect(series.prompts == ["First"])
            let run = try await series.outreach.row("SELECT state, rule FROM agent_runs WHERE step IS NOT NULL ORDER BY id DESC LIMIT 1")
            #expect(run?.values == [.text("cancelled"), .text("no_consent")])
        }
    }

    @Test func `tries a message again that a passing rule has kept out, the first one too`() async throws {
        try await SequenceFixture.with(steps(step("1 day", "Second")), begins: false) { series in
            _ = try await series.engine.batches.request(series.agent.type, in: .first)
            _ = try await series.engine.scheduler().tick()
            try await series.engine.say(to: 1, kind: "NOTE", hoursAgo: 71)
            try await series.engine.worker().drain()
            #expect(try await series.engine.run(1)["rule"] == .text("in_conversation"))
            try await series.pass(hours: 1)
            #expect(try await series.positions() == ["0 active in_conversation"])
            try await series.pass(hours: 1)
            #expect(series.prompts == ["First"])
            #expect(try await series.engine.states() == ["succeeded"])
        }
    }

    @Test func `writes no further message to a contact that answers while it waits for its hour`() async throws {
        try await SequenceFixture.with(steps(step("11 hours", "Second", when: "no_reply"))) { series in
            try await series.engine.commit("UPDATE workspaces SET conversation_hours = 0, contact_daily_cap = NULL")
            try await series.move(to: "2026-03-02T21:30:00.000Z")
            #expect(try await series.engine.states() == ["succeeded", "queued"])
            series.engine.clock.move(to: utc("2026-03-03T07:59:50.000Z"))
            try await series.answer()
            series.engine.clock.move(to: utc("2026-03-03T08:00:00.000Z"))
            try await series.engine.worker().drain()
            #expect(series.prompts == ["First"])
            try await series.pass(hours: 1)
            #expect(series.prompts == ["First"])
            #expect(try await series.positions() == ["1 stopped replied"])
        }
    }

    @Test func `writes a message that is for everybody although the contact answers while it waits for its hour`() async throws {
        try await SequenceFixture.with(steps(step("11 hours", "Second", when: "always"))) { series in
            try await series.engine.commit("UPDATE workspaces SET conversation_hours = 0, contact_daily_cap = NULL")
            try await series.move(to: "2026-03-02T21:30:00.000Z")
            series.engine.clock.move(to: utc("2026-03-03T07:59:50.000Z"))
            try await series.answer()
            try await series.move(to: "2026-03-03T08:00:00.000Z")
            #expect(series.prompts == ["First", "Second"])
        }
    }

    @Test func `has a contact to itself until it ends`() async throws {
        try await SequenceFixture.with(steps(step("3 days", "Second"))) { series in
            try await series.engine.writeToContacts(.closure, filter: "everyone")
            try await series.move(to: "2026-03-04T10:00:00.000Z")
            #expect(try await series.rule(for: .closure) == .held)
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            try await series.move(to: "2026-03-06T10:00:00.000Z")
            #expect(try await series.positions() == ["1 done"])
            #expect(try await series.rule(for: .closure) == nil)
        }
    }

    @Test func `takes each step once, however many instances look at it`() async throws {
        try await SequenceFixture.with(twoSteps, contacts: 20) { series in
            series.engine.clock.move(to: utc("2026-03-05T10:00:00.000Z"))
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { _ = try await series.engine.scheduler().tick() } }
                try await group.waitForAll()
            }
            try await series.engine.worker().drain()
            #expect(series.prompts.filter { $0 == "Second" }.count == 20)
            #expect(try await series.positions() == Array(repeating: "1 active", count: 20))
        }
    }

    private let twoSteps = steps(step("3 days", "Second"), step("4 days", "Third"))
}

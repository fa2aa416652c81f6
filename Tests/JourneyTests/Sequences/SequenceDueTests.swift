import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The time at which a sequence's next message is due` {
    @Test func `is told once the message before it has gone out`() async throws {
        try await SequenceFixture.with(twoSteps, autonomy: "ask") { series in
            #expect(try await series.due() == [nil])
            try await series.pass(hours: 2)
            _ = try await series.outreach.desk.approve(1, in: .first, body: nil)
            #expect(try await series.due() == [utc("2026-03-05T12:00:00.000Z")])
        }
    }

    @Test func `is that after an answer where one leads to it, and none where the sequence is over`() async throws {
        let branching = steps(step("3 days", "Second", onReply: 2), step("1 day", "Thanks", when: "replied"))
        try await SequenceFixture.with(branching, contacts: 2) { series in
            series.engine.clock.advance(by: .seconds(3600))
            try await series.answer()
            #expect(try await series.due() == [utc("2026-03-03T11:00:00.000Z"), utc("2026-03-05T10:00:00.000Z")])
            _ = try await series.engine.store.commit(SequencePositions.stop(.first, id: 2, now: series.engine.clock.now))
            #expect(try await series.due().last == .some(nil))
        }
    }

    @Test func `is when the step is looked at next where a rule has kept it out`() async throws {
        try await SequenceFixture.with(twoSteps) { series in
            try await series.engine.commit("UPDATE workspaces SET contact_weekly_cap = 1")
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            #expect(try await series.positions() == ["0 active contact_weekly_cap"])
            #expect(try await series.due() == [utc("2026-03-05T11:00:00.000Z")])
        }
    }

    @Test func `stands in the plan, which counts whose message is due, and the run does it`() async throws {
        try await SequenceFixture.with(twoSteps, contacts: 2) { series in
            _ = try await series.engine.store.commit(SequencePositions.stop(.first, id: 2, now: series.engine.clock.now))
            let due = utc("2026-03-05T10:00:00.000Z")
            let plan = try await series.plan(at: due)
            #expect(plan.stepsDue == 1 && plan.entries.map(\.nextStep) == [1, nil] && plan.entries.map(\.nextAt) == [due, nil])
            #expect(try await series.plan(at: due, of: 1).entries.map(\.nextAt) == [due])
            #expect(try await series.plan(at: due.adding(.milliseconds(-1))).stepsDue == 0)
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            #expect(series.prompts == ["First", "First", "Second"])
            #expect(try await series.plan(at: due).stepsDue == 0)
        }
    }

    @Test func `is counted as it is told of each`() async throws {
        let many = steps(
            step("1 day", "Second", onReply: 3), step("1 day", "Third"), step("2 days", "Thanks", when: "replied"),
            step("3 days", "Last", when: "always"))
        let writer = ScriptedWriter { assignment in
            assignment.prompt == "Second" && assignment.contact?.contact.name == "Contact 2"
                ? .failure(.wordless(reason: "Nothing.")) : .text("Hello")
        }
        try await SequenceFixture.with(many, contacts: 6, writer: writer) { series in
            try await series.engine.commit("UPDATE workspaces SET conversation_hours = 1, contact_weekly_cap = NULL")
            series.engine.clock.advance(by: .seconds(7200))
            try await series.answer(from: 1)
            try await series.engine.commit("UPDATE communications SET status = 'draft', sent_at = NULL WHERE contact_id = 3")
            try await series.engine.commit("DELETE FROM communications WHERE contact_id = 4")
            try await series.move(to: "2026-03-03T10:00:00.000Z")
            try await series.engine.commit("UPDATE communications SET status = 'draft', sent_at = NULL WHERE contact_id = 5")
            series.engine.clock.advance(by: .seconds(60))
            try await series.answer(from: 6)
            let times = try await series.due()
            #expect(times.compactMap(\.self).count >= 3)
            for hours in stride(from: Int64(0), through: 120, by: 4) {
                let moment = series.engine.clock.now.adding(.seconds(hours * 3600))
                let told = times.filter { $0.map { $0 <= moment } ?? false }.count
                #expect(try await series.plan(at: moment).stepsDue == Int64(told), "\(hours)")
            }
        }
    }

    @Test func `brings none while the agent rests`() async throws {
        try await SequenceFixture.with(twoSteps) { series in
            let due = utc("2026-03-05T10:00:00.000Z")
            try await series.change(["holidays": .text(#"["2026-03-05"]"#)])
            #expect(try await series.plan(at: due).stepsDue == 0)
            #expect(try await series.plan(at: due.adding(.seconds(86_400))).stepsDue == 1)
            _ = try await series.engine.editor.pause(series.agent.name, in: .first, version: nil)
            #expect(try await series.plan(at: due.adding(.seconds(86_400))).stepsDue == 0)
        }
    }

    private let twoSteps = steps(step("3 days", "Second"), step("1 week", "Third"))
}

extension SequenceFixture {
    /// Of each position by its contact.
    fileprivate func due() async throws -> [Timestamp?] {
        let table = SequencePositions.table
        let ids = try await engine.store.read(SQL("SELECT id FROM sequence_positions ORDER BY contact_id")).map { $0.integer(0) }
        let rows = try await engine.store.read(ids.map { table.get(.first, id: $0) }).flatMap(\.self)
        return try await SequenceDueTimes(store: engine.store).complete(rows, in: .first).map { row in
            table.values(of: row).optionalInteger("next_at").map(Timestamp.init(milliseconds:))
        }
    }

    fileprivate func plan(at moment: Timestamp, of contact: Int64? = nil) async throws -> PlanReport {
        var question = PlanReport.Question()
        question.moment = moment
        question.contact = contact
        return try await PlanReporter(store: engine.store, clock: engine.clock.wall).report(agent.name, in: .first, question)
    }
}

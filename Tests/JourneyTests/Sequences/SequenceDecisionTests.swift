import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A sequence and people's decisions` {
    @Test func `a wait counts from when a draft is approved`() async throws {
        try await SequenceFixture.with(oneStep, autonomy: "ask") { series in
            try await series.move(to: "2026-03-04T12:30:00.000Z")
            #expect(try await series.positions() == ["0 active"])
            try await series.approve()
            try await series.move(to: "2026-03-05T12:00:00.000Z")
            #expect(series.prompts == ["First"])
            try await series.move(to: "2026-03-05T12:30:00.000Z")
            #expect(series.prompts == ["First", "Second"])
        }
    }

    @Test func `a draft that is rejected ends it at once`() async throws {
        try await SequenceFixture.with(oneStep, autonomy: "ask") { series in
            _ = try await series.desk.reject(1, in: .first, reason: nil)
            try await series.work()
            #expect(try await series.positions() == ["0 stopped rejected"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `a draft that is deleted ends it too`(kind: DatabaseKind) async throws {
        try await SequenceFixture.with(oneStep, contacts: 2, autonomy: "ask", on: kind) { series in
            let now = series.engine.clock.now
            let end = SequencePositions.stop(ofDraft: 1, in: .first, now: now)
            _ = try await series.engine.store.commit([end] + Communications.table.delete(.first, id: 1, version: nil, now: now))
            #expect(try await series.positions().sorted() == ["0 active", "0 stopped rejected"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `what was given up ends by an answer where it is tried again`(kind: DatabaseKind) async throws {
        let writer = ScriptedWriter(.failure(.unusable(reason: "No key.")), .text("First"))
        try await SequenceFixture.with(oneStep, begins: false, writer: writer, on: kind) { series in
            let engine = series.engine
            let batch = try await engine.batches.request(series.agent.type, in: .first).occurrence
            try await series.work()
            try await engine.commit("UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL, finished_at = 1 WHERE state = 'failed'")
            try await series.pass(hours: 2)
            try await series.answer()
            try await engine.batches.retry(batch, in: .first)
            try await series.work()
            try await series.pass(hours: 1)
            #expect(try await series.positions() == ["0 stopped replied"])
            let runs = try await engine.store.read(SQL("SELECT state FROM agent_runs WHERE contact_id IS NOT NULL"))
            #expect(runs == [Row([.text("cancelled")])])
        }
    }

    @Test(arguments: [true, false]) func `what was given up goes on where it is tried again`(asBatch: Bool) async throws {
        let writer = ScriptedWriter(.failure(.unusable(reason: "No key.")), .text("First"), .text("Second"))
        try await SequenceFixture.with(oneStep, begins: false, writer: writer) { series in
            let engine = series.engine
            let batch = try await engine.batches.request(series.agent.type, in: .first).occurrence
            try await series.work()
            try await engine.commit("UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL, finished_at = 1 WHERE state = 'failed'")
            try await series.pass(hours: 2)
            #expect(try await series.positions() == ["0 stopped failed"])
            if asBatch {
                try await engine.batches.retry(batch, in: .first)
            } else {
                try await engine.store.commit([
                    AgentRuns.setState(.first, id: 1, to: "queued", now: engine.clock.now),
                    SequencePositions.goOn(.first, run: 1, now: engine.clock.now),
                ])
            }
            try await series.work()
            #expect(try await series.positions() == ["0 active"])
            try await series.pass(hours: 30)
            #expect(try await series.positions() == ["1 done"])
        }
    }

    @Test func `its runs stay while something of them is open`() async throws {
        try await SequenceFixture.with(oneStep, contacts: 2, autonomy: "ask") { series in
            try await series.engine.commit("UPDATE agent_runs SET state = 'queued' WHERE id = 2")
            for run in Int64(1)...2 {
                let guarded = AgentRuns.leavesNothingOpen(.first, id: run, orThrow: StillOpen())
                await #expect(throws: StillOpen.self) { try await series.engine.store.commit(guarded) }
            }
            _ = try await series.desk.reject(1, in: .first, reason: nil)
            try await series.engine.store.commit(AgentRuns.leavesNothingOpen(.first, id: 1, orThrow: StillOpen()))
        }
    }

    private struct StillOpen: Error {}

    @Test func `a message that waits to be written is not written once the contact has answered`() async throws {
        try await SequenceFixture.with(oneStep) { series in
            try await series.engine.store.commit(SQL("UPDATE workspaces SET conversation_hours = 1"))
            series.engine.clock.move(to: utc("2026-03-03T21:00:00.000Z"))
            _ = try await series.engine.scheduler().tick()
            #expect(try await series.engine.states() == ["succeeded", "queued"])
            try await series.answer()
            try await series.work()
            #expect(try await series.engine.states() == ["succeeded", "cancelled"])
            #expect(try await series.positions() == ["1 stopped replied"])
        }
    }

    @Test func `a run that is given up ends it, and one that is cancelled has not begun it`() async throws {
        try await SequenceFixture.with(oneStep, contacts: 2, begins: false) { series in
            _ = try await series.engine.batches.request(series.agent.type, in: .first)
            _ = try await series.engine.scheduler().tick()
            _ = try await series.engine.store.commit([
                AgentRuns.setState(.first, id: 1, to: "cancelled", now: series.engine.clock.now),
                SQL("UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL WHERE id = 2"),
            ])
            try await series.pass(hours: 1)
            #expect(try await series.positions() == ["0 stopped failed"])
        }
    }

    @Test func `a person ends it for a contact, with what waits to be written`() async throws {
        try await SequenceFixture.with(oneStep, contacts: 2, begins: false) { series in
            _ = try await series.engine.batches.request(series.agent.type, in: .first)
            _ = try await series.engine.scheduler().tick()
            _ = try await series.engine.store.commit(SequencePositions.stop(.first, id: 1, now: series.engine.clock.now))
            try await series.engine.worker().drain()
            #expect(try await series.engine.states() == ["cancelled", "succeeded"])
            #expect(try await series.positions() == ["0 stopped person", "0 active"])
        }
    }

    @Test func `positions go on by number with the steps that there are now`() async throws {
        try await SequenceFixture.with(steps(step("3 days", "Second"), step("1 day", "Third")), contacts: 1) { series in
            try await series.move(to: "2026-03-03T10:00:00.000Z")
            try await series.change(["steps": .text(steps(step("2 days", "New second")))])
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            #expect(series.prompts == ["First", "New second"])
            try await series.pass(hours: 1)
            #expect(try await series.positions() == ["1 done"])
            let versions = try await series.engine.store.read(SQL("SELECT agent_version FROM agent_runs WHERE contact_id IS NOT NULL ORDER BY id"))
                .map { $0.integer(0) }
            #expect(versions == [1, 2])
        }
    }

    @Test(arguments: [("1 hour", ["First", "Reply"]), ("2 weeks", ["First"]), (nil, ["First"])])
    func `a step that an answer led to, weeks ahead, comes at the time that it has now, or never`(after: String?, written: [String]) async throws {
        func both(_ after: String) -> String { steps(step("1 day", "Second", onReply: 2), step(after, "Reply", when: "replied")) }
        try await SequenceFixture.with(both("3 weeks")) { series in
            try await series.pass(hours: 1)
            try await series.answer()
            try await series.pass(hours: 2)
            try await series.change(["steps": .text(after.map(both) ?? "[]")])
            // Who has just answered is in conversation for some days.
            for day in 3...8 { try await series.move(to: "2026-03-0\(day)T12:00:00.000Z") }
            #expect(series.prompts == written)
            #expect(try await series.positions() == [after == "2 weeks" ? "0 active" : after == nil ? "0 done" : "2 done"])
        }
    }

    @Test(arguments: [true, false]) func `a step that is gone is not written, though its message waited for its hour, and the sequence is done`(
        isLookedAt: Bool
    ) async throws {
        try await SequenceFixture.with(steps(step("12 hours", "Second"))) { series in
            try await series.pass(hours: 13)
            let run = SQL("SELECT state FROM agent_runs WHERE step = 1")
            #expect(try await series.engine.store.read(run) == [Row([.text("queued")])])
            try await series.change(["steps": .text("[]")])
            // Where nobody looks at the position in time the run's own hour comes.
            if !isLookedAt { try await series.engine.store.commit(SQL("UPDATE sequence_positions SET wake_at = wake_at + 86400000")) }
            try await isLookedAt ? series.work() : series.move(to: "2026-03-03T08:00:00.000Z")
            #expect(try await series.engine.store.read(run) == [Row([.text("cancelled")])])
            #expect(try await series.positions() == [isLookedAt ? "1 done" : "1 active"])
            try await series.move(to: "2026-03-04T10:00:00.000Z")
            #expect(try await series.positions() == ["1 done"])
            #expect(series.prompts == ["First"])
        }
    }

    @Test func `it waits while its agent is paused, and ends with the agent's last day and with the agent`() async throws {
        try await SequenceFixture.with(oneStep, contacts: 2) { series in
            _ = try await series.engine.editor.pause(series.agent.name, in: .first, version: nil)
            try await series.move(to: "2026-03-03T12:00:00.000Z")
            #expect(series.prompts == ["First", "First"])
            _ = try await series.engine.editor.resume(series.agent.name, in: .first, version: nil)
            try await series.engine.store.commit(SQL("UPDATE sequence_positions SET wake_at = wake_at + 86400000 WHERE contact_id = 2"))
            try await series.pass(hours: 1)
            #expect(series.prompts == ["First", "First", "Second"])
            try await series.change(["end_date": .text("2026-03-03")])
            try await series.move(to: "2026-03-05T12:00:00.000Z")
            #expect(try await series.positions() == ["1 done", "0 stopped ended"])
        }
        try await SequenceFixture.with(oneStep) { series in
            try await series.engine.editor.delete(series.agent.name, in: .first, version: nil)
            #expect(try await series.positions() == ["0 stopped agent_gone"])
        }
    }

    @Test func `drafts of an agent that is deleted are rejected`() async throws {
        try await SequenceFixture.with(oneStep, autonomy: "ask") { series in
            try await series.engine.editor.delete(series.agent.name, in: .first, version: nil)
            let row = try await series.outreach.row("SELECT status, rejected_because FROM communications")
            #expect(row == Row([.text("rejected"), .text("Its agent was deleted.")]))
        }
    }

    @Test func `how many are at each step is counted, also at steps that nobody has reached`() async throws {
        try await SequenceFixture.with(oneStep, contacts: 3) { series in
            try await series.answer(from: 2)
            try await series.work()
            let counts = SequenceCounts(series.agent, try await series.engine.store.read(SequencePositions.counts(.first, agent: series.agent.id)))
            #expect(counts.steps.map(\.number) == [0, 1])
            #expect(counts.steps.map(\.counts) == [["active": 2, "stopped": 1], [:]])
        }
    }

    private let oneStep = steps(step("1 day", "Second"))

    @Test func `it has not begun for those whose batch is cancelled before they get its first message, whom a rule has kept out too`() async throws {
        try await SequenceFixture.with(steps(step("3 days", "Second")), contacts: 2, begins: false) { series in
            _ = try await series.engine.batches.request(series.agent.type, in: .first)
            _ = try await series.engine.scheduler().tick()
            // One has a person to talk to, the other is not due before tomorrow.
            let note: Table.Values = ["contact_id": .integer(1), "direction": .text("outbound"), "body": .text("As we said")]
            _ = try await series.engine.store.commit(ContactMessages.record(.first, note, now: series.engine.clock.now))
            try await series.engine.commit("UPDATE agent_runs SET next_attempt_at = next_attempt_at + 86400000 WHERE contact_id = 2")
            try await series.engine.worker().drain()
            #expect(try await series.engine.states() == ["cancelled", "queued"])
            _ = try await series.engine.store.commit(Batches.cancel(.first, id: 1, now: series.engine.clock.now))
            try await series.work()
            #expect(try await series.positions() == [])
            try await series.pass(hours: 100)
            #expect(series.prompts == [])
            let queued = try await series.engine.store.commit(AgentRuns.setState(.first, id: 1, to: "queued", now: series.engine.clock.now))
            #expect(queued.isEmpty, "what was cancelled would begin it a second time")
            try await series.run()
            #expect(series.prompts == ["First", "First"])
            #expect(try await series.positions() == ["0 active", "0 active"])
        }
    }
}

extension SequenceFixture {
    /// Approves the draft that there is, which goes out at once.
    func approve() async throws {
        let drafts = try await engine.store.read(SQL("SELECT id FROM communications WHERE status = 'draft'"))
        for draft in drafts { _ = try await desk.approve(draft.integer(0), in: .first, body: nil) }
        try await engine.outbox(channel).drain()
    }

    var desk: DraftDesk { DraftDesk(store: engine.store, clock: engine.clock.wall, signals: engine.signals) }
}

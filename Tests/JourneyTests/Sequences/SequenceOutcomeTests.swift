import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A sequence and what becomes of its messages` {
    @Test func `ends where nobody takes its message`() async throws {
        let channel = ScriptedChannel(.outcome(.impossible(reason: "unknown receiver", status: 404)))
        try await SequenceFixture.with(oneStep, channel: channel) { series in
            try await series.pass(hours: 1)
            #expect(try await series.positions() == ["0 stopped failed"])
        }
    }

    @Test func `does not go on before its message has arrived`() async throws {
        let channel = ScriptedChannel { _ in .outcome(.refused(reason: "busy", status: 503, retryAfter: nil)) }
        try await SequenceFixture.with(steps(step("1 hour", "Second")), channel: channel) { series in
            try await series.engine.commit("UPDATE workspaces SET contact_daily_cap = NULL")
            try await series.pass(hours: 2)
            #expect(series.prompts == ["First"])
            #expect(try await series.engine.deliveries() == ["failed"])
            #expect(try await series.positions() == ["0 active"])
        }
    }

    @Test func `ends where its message is kept back right before it is sent`() async throws {
        try await SequenceFixture.with(oneStep, begins: false) { series in
            _ = try await series.engine.batches.request(series.agent.type, in: .first)
            _ = try await series.engine.scheduler().tick()
            try await series.engine.worker().drain()
            try await series.engine.commit("UPDATE contacts SET consent = 'withdrawn'")
            try await series.pass(hours: 1)
            #expect(try await series.engine.deliveries() == ["cancelled"])
            #expect(try await series.positions() == ["0 stopped cancelled"])
        }
    }

    @Test func `stays ended where its message that was kept back is sent after all`() async throws {
        let channel = ScriptedChannel()
        try await SequenceFixture.with(oneStep, begins: false, channel: channel) { series in
            let engine = series.engine
            _ = try await engine.batches.request(series.agent.type, in: .first)
            _ = try await engine.scheduler().tick()
            try await engine.worker().drain()
            try await engine.commit("UPDATE contacts SET consent = 'withdrawn'")
            try await series.pass(hours: 1)
            try await engine.commit("UPDATE contacts SET consent = 'given'")
            let change = DeliveryChange(store: engine.store)
            let again = try await change.statements(1, to: "queued", in: .first, orThrow: Refused(), now: engine.clock.now)
            _ = try await engine.store.commit(again)
            try await series.pass(hours: 48)
            #expect(try await engine.deliveries().first == "delivered")
            #expect(try await series.positions() == ["0 stopped cancelled"])
            #expect(series.prompts == ["First"])
        }
    }

    @Test func `passes over a step whose template gives no text, and the next one's wait counts from then`() async throws {
        let both = steps(step("1 day", "Second"), step("2 days", "Third", when: "always"))
        try await SequenceFixture.with(both, writer: silent(at: "Second")) { series in
            try await series.move(to: "2026-03-03T10:00:00.000Z")
            #expect(try await series.outreach.row("SELECT state, rule FROM agent_runs WHERE step = 1") == Row([.text("dead"), .text("no_text")]))
            try await series.move(to: "2026-03-05T09:59:00.000Z")
            #expect(try await series.positions() == ["1 active"])
            try await series.move(to: "2026-03-05T10:00:00.000Z")
            #expect(series.prompts == ["First", "Second", "Third"])
            #expect(try await series.outreach.row("SELECT COUNT(*) FROM communications WHERE contact_id = 1") == Row([.integer(2)]))
            #expect(try await series.positions() == ["2 active"])
        }
    }

    @Test func `is done where its last message has no text, and ends where its first one has none`() async throws {
        for (prompt, end) in [("Second", "1 done"), ("First", "0 stopped failed")] {
            try await SequenceFixture.with(oneStep, writer: silent(at: prompt)) { series in
                try await series.move(to: "2026-03-03T10:00:00.000Z")
                try await series.pass(hours: 1)
                #expect(try await series.positions() == [end])
            }
        }
    }

    @Test func `an answer to a message that goes out in any case does not count for the one after it`() async throws {
        let both = steps(step("1 day", "Second", when: "always"), step("1 day", "Third"))
        try await SequenceFixture.with(both, autonomy: "ask") { series in
            try await series.engine.commit("UPDATE workspaces SET conversation_hours = 1")
            try await series.approve()
            try await series.move(to: "2026-03-03T10:00:00.000Z")
            #expect(series.prompts == ["First", "Second"])
            try await series.engine.commit("UPDATE communications SET created_at = created_at + 7200000 WHERE status = 'draft'")
            try await series.engine.commit("UPDATE agent_runs SET started_at = started_at + 7200000")
            series.engine.clock.advance(by: .seconds(3600))
            try await series.answer()
            series.engine.clock.advance(by: .seconds(2 * 3600))
            try await series.approve()
            try await series.move(to: "2026-03-04T13:00:00.000Z")
            #expect(series.prompts == ["First", "Second", "Third"])
        }
    }

    @Test func `what a rule has kept out waits where its batch is paused, and is tried again at the batch's rate`() async throws {
        try await SequenceFixture.with(oneStep, contacts: 2, begins: false) { series in
            let batch = try await series.engine.batches.request(series.agent.type, in: .first).occurrence
            _ = try await series.engine.scheduler().tick()
            try await series.engine.commit("UPDATE agent_runs SET next_attempt_at = next_attempt_at + 86400000 WHERE contact_id = 2")
            try await series.engine.say(to: 1, kind: "NOTE", hoursAgo: 71)
            try await series.engine.worker().drain()
            try await series.engine.batches.pause(batch, in: .first)
            try await series.engine.store.commit(AgentRuns.setState(.first, id: 2, to: "cancelled", now: series.engine.clock.now))
            try await series.pass(hours: 3)
            #expect(try await series.engine.batches.progress(of: batch, in: .first).state == "paused")
            #expect(series.prompts == [])
            try await series.engine.batches.setRate(60, of: batch, in: .first)
            series.engine.clock.advance(by: .seconds(3600))
            _ = try await series.engine.scheduler().tick()
            try await series.engine.batches.resume(batch, in: .first)
            try await series.work()
            #expect(series.prompts == [])
            series.engine.clock.advance(by: .seconds(2))
            _ = try await series.engine.pacer.tick()
            try await series.work()
            #expect(series.prompts == ["First"])
        }
    }

    @Test func `other workspaces go on where one fails`() async throws {
        try await EngineFixture.with { engine in
            let other = try await engine.addWorkspace()
            for workspace in [.first, other] { try await engine.place(1, in: workspace) }
            let store = RefusingStore(engine.store, "UPDATE sequence_positions SET state", of: .first)
            await #expect(throws: StoreError.self) { try await engine.sequences(on: store).advance() }
            #expect(try await engine.underWay() == [1])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `other workspaces go on where one has very many contacts in its sequences`(
        kind: DatabaseKind
    ) async throws {
        try await EngineFixture.with(on: kind) { engine in
            let other = try await engine.addWorkspace()
            try await engine.place(70, in: .first)
            engine.clock.advance(by: .seconds(1))
            try await engine.place(1, in: other)
            let sequences = engine.sequences(on: engine.store, mostAtOnce: 40)
            try await sequences.advance()
            #expect(try await engine.underWay() == Array(repeating: 1, count: 50))
            #expect(try await engine.store.read(SequenceQueue.nextDue)[0].optionalInteger(0) != nil)
            for _ in 0..<2 { try await sequences.advance() }
            #expect(try await engine.underWay() == [])
            #expect(try await engine.store.read(SequenceQueue.nextDue)[0].optionalInteger(0) == nil)
        }
    }

    /// A writer that has no text for a prompt.
    private func silent(at prompt: String) -> ScriptedWriter {
        ScriptedWriter { $0.prompt == prompt ? .failure(.wordless(reason: "Nothing to say.")) : .text("Good morning.") }
    }

    private let oneStep = steps(step("1 day", "Second"))
}

extension EngineFixture {
    fileprivate func sequences(on store: any Store, mostAtOnce: Int = 100) -> SequenceAdvance {
        SequenceAdvance(store: store, clock: clock.wall, logger: .silent, signals: signals, mostAtOnce: mostAtOnce)
    }

    /// Contacts whose time has come in the sequence of an agent that is gone: it ends when they are looked at.
    fileprivate func place(_ count: Int, in workspace: WorkspaceID) async throws {
        try await store.commit(
            SQL(
                """
                WITH RECURSIVE numbers (number) AS (
                    SELECT CAST(1 AS BIGINT) UNION ALL SELECT number + 1 FROM numbers WHERE number < \(count))
                INSERT INTO sequence_positions (workspace_id, agent_id, agent_type, contact_id, user_id, step, step_at, next_step, state, wake_at,
                    created_at, updated_at, version)
                SELECT $1, 999, 'GONE', number, 1, 0, $2, 1, 'active', $2, $2, $2, 1 FROM numbers
                """, [.workspace(workspace), .time(clock.now)]))
    }

    /// The workspaces of those in a sequence.
    fileprivate func underWay() async throws -> [Int64] {
        let rows = try await store.read(SQL("SELECT workspace_id FROM sequence_positions WHERE state = 'active' ORDER BY id"))
        return rows.map { $0.integer(0) }
    }
}

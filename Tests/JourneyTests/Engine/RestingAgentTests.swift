import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

/// Of a message that is planned on Monday 2 March 2026 at 21:00, when the contact's hours are over until 8:00.
@Suite(.timeLimit(.minutes(10))) struct `A message that waits for the contact's hours` {
    @Test func `is not written on its agent's holiday, but on the day after it`() async throws {
        try await evening(["holidays": .text(#"["2026-03-03"]"#)]) { outreach in
            try await outreach.live(until: "2026-03-03T20:00:00.000Z")
            #expect(try await outreach.engine.states() == ["queued"])
            try await outreach.live(until: "2026-03-04T08:00:00.000Z")
            #expect(try await outreach.engine.states() == ["succeeded"])
            #expect(try await outreach.engine.run(1)["attempts"] == .integer(1))
        }
    }

    @Test(
        arguments: [["end_date": .text("2026-03-02")], ["end_date": .text("2026-03-03"), "holidays": .text(#"["2026-03-03"]"#)]] as [Table.Values])
    func `is cancelled when its agent's last day has passed`(days: Table.Values) async throws {
        try await evening(days) { outreach in
            try await outreach.live(until: "2026-03-03T08:00:00.000Z")
            let run = try await outreach.engine.run(1)
            #expect(run["state"] == .text("cancelled") && run["rule"] == .text("ended") && run["error"] == .text("The agent's last day has passed."))
        }
    }

    @Test func `is written all the same where somebody had it planned on a day off`() async throws {
        try await evening(["holidays": .text(#"["2026-03-02","2026-03-03"]"#)], trigger: "batch") { outreach in
            try await outreach.live(until: "2026-03-03T08:00:00.000Z")
            #expect(try await outreach.engine.states() == ["succeeded"])
        }
    }

    /// As after a downtime, or where so many are due shortly before midnight that some are made after it.
    @Test func `is not written on its agent's holiday either where its run was made on it`() async throws {
        try await Outreach.with { outreach in
            _ = try await outreach.engine.editor.change(
                .key(.closure), in: .first, version: nil, to: ["holidays": .text(#"["2026-03-03"]"#)])
            outreach.engine.clock.move(to: utc("2026-03-03T10:00:00.000Z"))
            try await outreach.run(.closure, for: 1)
            #expect(try await outreach.engine.run(1)["next_attempt_at"] == .time(utc("2026-03-04T00:00:00.000Z")))
            try await outreach.live(until: "2026-03-04T08:00:00.000Z")
            #expect(try await outreach.engine.states() == ["succeeded"])
        }
    }

    @Test func `is written on its agent's holiday where a person has queued it again on it`() async throws {
        try await evening(["holidays": .text(#"["2026-03-03"]"#)]) { outreach in
            outreach.engine.clock.move(to: utc("2026-03-03T10:00:00.000Z"))
            for state in ["cancelled", "queued"] {
                _ = try await outreach.engine.store.commit(AgentRuns.setState(.first, id: 1, to: state, now: outreach.engine.clock.now))
            }
            try await outreach.engine.worker().drain()
            #expect(try await outreach.engine.states() == ["succeeded"])
        }
    }

    @Test func `to a person is not written on its agent's holiday`() async throws {
        try await EngineFixture.with(at: "2026-12-24T23:50:00.000Z") { engine in
            _ = try await engine.editor.change(.key(.reminder), in: .first, version: nil, to: ["holidays": .text(#"["2026-12-25"]"#)])
            _ = try await engine.batches.request(.reminder, in: .first)
            try await engine.commit("UPDATE agent_runs SET trigger = 'schedule'")
            engine.clock.advance(by: .seconds(3600))
            try await engine.worker().drain()
            #expect(try await engine.run(1)["next_attempt_at"] == .time(utc("2026-12-26T23:50:00.000Z")))
            engine.clock.move(to: utc("2026-12-26T23:50:00.000Z"))
            try await engine.worker().drain()
            #expect(try await engine.states() == ["succeeded"])
        }
    }

    @Test func `ends its sequence with the agent's last day`() async throws {
        try await SequenceFixture.with(steps(step("12 hours", "Second"))) { series in
            try await series.pass(hours: 13)
            try await series.change(["end_date": .text("2026-03-02")])
            try await series.move(to: "2026-03-03T08:00:00.000Z")
            try await series.pass(hours: 2)
            #expect(series.prompts == ["First"])
            #expect(try await series.positions() == ["1 stopped ended"])
        }
    }

    private func evening(
        _ days: Table.Values, trigger: String = "schedule", _ body: (Outreach) async throws -> Void
    ) async throws {
        try await Outreach.with { outreach in
            _ = try await outreach.engine.editor.change(.key(.closure), in: .first, version: nil, to: days)
            outreach.engine.clock.move(to: utc("2026-03-02T21:00:00.000Z"))
            try await outreach.run(.closure, for: 1, trigger: trigger)
            #expect(try await outreach.engine.run(1)["next_attempt_at"] == .time(utc("2026-03-03T08:00:00.000Z")))
            try await body(outreach)
        }
    }
}

extension Outreach {
    fileprivate func live(until moment: String) async throws {
        while engine.clock.now < utc(moment) {
            engine.clock.advance(by: .seconds(3600))
            try await engine.worker().drain()
        }
    }
}

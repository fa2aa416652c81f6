import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

/// A plan of Monday 2 March 2026 at 21:00, when the contacts' hours are over until 8:00.
@Suite(.timeLimit(.minutes(10))) struct `A plan beyond its agent's days` {
    @Test func `gives a message the time on the agent's next day at which it goes out`() async throws {
        try await evening(["holidays": .text(#"["2026-03-03"]"#)]) { engine async throws in
            let next = utc("2026-03-04T08:00:00.000Z")
            #expect(try await engine.report(.closure).entries.map(\.sendAt) == [next])
            try await engine.makeRuns()
            #expect(try await engine.runs() == ["1 \(next.milliseconds)"])
            engine.clock.move(to: next)
            try await engine.worker().drain()
            #expect(try await engine.states() == ["succeeded"])
        }
    }

    @Test func `keeps out whom no day of the agent's is left for`() async throws {
        try await evening(["end_date": .text("2026-03-03"), "holidays": .text(#"["2026-03-03"]"#)]) { engine async throws in
            let plan = try await engine.report(.closure)
            #expect(plan.entries.map(\.verdict) == [.keptOut(.ended)] && plan.entries.map(\.sendAt) == [nil])
            #expect(plan.counts.map(\.verdict) == [.keptOut(.ended)] && plan.counts.map(\.count) == [1])
            try await engine.makeRuns()
            #expect(try await engine.runs() == [])
        }
    }

    @Test func `keeps to the hours alone where it is made by hand on a day off`() async throws {
        try await evening(["holidays": .text(#"["2026-03-02","2026-03-03"]"#)]) { engine async throws in
            #expect(try await engine.report(.closure).entries.map(\.sendAt) == [utc("2026-03-03T08:00:00.000Z")])
        }
    }

    @Test func `spreads what a cap lets through over the agent's own day`() async throws {
        try await evening(["holidays": .text(#"["2026-03-03"]"#), "time_zone": .text("Asia/Tokyo"), "daily_cap": .integer(2)]) { engine in
            try await engine.addContact(2)
            // In Tokyo it is midnight at 15:00.
            engine.clock.move(to: utc("2026-03-02T12:00:00.000Z"))
            let times = try await engine.report(.closure).entries.map(\.sendAt)
            #expect(times == [utc("2026-03-02T12:00:00.000Z"), utc("2026-03-02T13:30:00.000Z")])
            try await engine.makeRuns()
            for time in times.compactMap(\.self) {
                engine.clock.move(to: time)
                try await engine.worker().drain()
            }
            #expect(try await engine.states() == ["succeeded", "succeeded"])
        }
    }

    @Test func `leaves the room that a cap has on the day on which messages go out`() async throws {
        try await evening(["daily_cap": .integer(2)]) { engine in
            for id in Int64(2)...3 { try await engine.addContact(id) }
            func sent(_ count: Int, on day: String) async throws {
                try await engine.commit(
                    "INSERT INTO daily_counts (workspace_id, agent_id, day, messages) SELECT 1, id, '\(day)', \(count) FROM agents WHERE agent_type = 'CLOSURE'"
                )
            }
            try await sent(2, on: "2026-03-02")
            #expect(try await engine.report(.closure).entries.count { $0.sendAt != nil } == 2)
            try await sent(1, on: "2026-03-03")
            #expect(try await engine.report(.closure).entries.count { $0.sendAt != nil } == 1)
            engine.clock.move(to: utc("2026-03-03T09:00:00.000Z"))
            #expect(try await engine.report(.closure).entries.count { $0.sendAt != nil } == 1)
        }
    }

    private func evening(_ days: Table.Values, _ body: (EngineFixture) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-03-02T21:00:00.000Z") { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", days)
            try await engine.addContact(1)
            try await body(engine)
        }
    }
}

extension EngineFixture {
    fileprivate func makeRuns() async throws {
        _ = try await batches.request(.closure, in: .first)
        try await expand()
    }
}

import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A batch for contacts` {
    @Test func `that was paused before its runs were made keeps the hours of each contact`() async throws {
        try await engine { engine in
            let batch = try await engine.batches.request(.closure, in: .first).occurrence
            try await engine.batches.pause(batch, in: .first)
            try await engine.expand(sliceOf: 2)
            #expect(try await engine.times() == ["1 -", "2 -", "3 -"])
            #expect(try await engine.batches.progress(of: batch, in: .first).state == "paused")
            engine.clock.advance(by: .seconds(3600))
            try await engine.batches.resume(batch, in: .first)
            #expect(try await engine.times() == ["1 13:00:00", "2 23:00:00", "3 13:00:00"])
        }
    }

    @Test func `with a rate lets nobody go before the contact's hours`() async throws {
        try await engine { engine in
            _ = try await engine.batches.request(.closure, in: .first, rate: 60)
            try await engine.expand(sliceOf: 2)
            #expect(try await engine.times() == ["1 -", "2 -", "3 -"])
            engine.clock.advance(by: .seconds(2))
            _ = try await engine.pacer.tick()
            #expect(try await engine.times() == ["1 12:00:02", "2 -", "3 12:00:02"])
            engine.clock.advance(by: .seconds(11 * 3600))
            _ = try await engine.pacer.tick()
            #expect(try await engine.times() == ["1 12:00:02", "2 23:00:02", "3 12:00:02"])
        }
    }

    @Test func `of which a cap makes the slices is held back and keeps what was spread`() async throws {
        try await engine(["daily_cap": .integer(2)]) { engine in
            let batch = try await engine.batches.request(.closure, in: .first).occurrence
            try await engine.batches.pause(batch, in: .first)
            try await engine.expand(sliceOf: 1)
            #expect(try await engine.times() == ["1 -", "2 -"])
            try await engine.batches.resume(batch, in: .first)
            let times = try await engine.times()
            #expect(times.count == 2 && times[0] == "1 12:00:00" && !times[1].hasSuffix("-"))
        }
    }

    @Test func `that is cancelled before its runs were made gets none`() async throws {
        try await engine { engine in
            let batch = try await engine.batches.request(.closure, in: .first).occurrence
            try await engine.batches.cancel(batch, in: .first)
            try await engine.expand()
            #expect(try await engine.times() == [])
            #expect(try await engine.batches.progress(of: batch, in: .first).hasEnded)
        }
    }

    @Test(arguments: [true, false]) func `that an event has made is held back or cancelled too`(isCancelled: Bool) async throws {
        try await engine(["schedule_rule": .text("never"), "trigger": .text("contact_stage = qualified")]) { engine in
            try await engine.change(Contacts.table, 1, ["stage": .text("qualified")])
            try await EventHandling(store: engine.store, clock: engine.clock.wall, logger: .silent).handle()
            if isCancelled {
                try await engine.batches.cancel(1, in: .first)
            } else {
                try await engine.batches.pause(1, in: .first)
            }
            _ = try await engine.scheduler().tick()
            #expect(try await engine.times() == (isCancelled ? [] : ["1 -"]))
            guard !isCancelled else { return }
            try await engine.batches.resume(1, in: .first)
            #expect(try await engine.times() == ["1 12:00:00"])
        }
    }

    /// At noon of a Monday in UTC, the second of three contacts being in Tokyo.
    private func engine(_ more: Table.Values = [:], _ body: (EngineFixture) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-03-02T12:00:00.000Z") { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", more)
            for id in Int64(1)...3 { try await engine.addContact(id, id == 2 ? ["time_zone": .text("Asia/Tokyo")] : [:]) }
            try await body(engine)
        }
    }
}

extension EngineFixture {
    /// `contact, when it is written to` of all runs, a hyphen for one that is held back.
    fileprivate func times() async throws -> [String] {
        try await store.read(SQL("SELECT contact_id, next_attempt_at FROM agent_runs ORDER BY contact_id")).map { row in
            "\(row.integer(0)) \(row[1] == .null ? "-" : String(row.time(1).wallClock.suffix(8)))"
        }
    }
}

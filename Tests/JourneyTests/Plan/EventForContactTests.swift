import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `An event for a contact` {
    @Test func `makes a run for that contact alone, when it may be written to, or names the rule`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "phone is empty", trigger)
            for (id, values) in [
                (1, [:]), (2, ["consent": .text("unknown")]), (3, ["time_zone": .text("Asia/Tokyo")]), (4, ["phone": .text("1")]), (5, [:]),
            ] as [(Int64, Table.Values)] {
                try await engine.addContact(id, values)
            }
            for id in Int64(1)...4 { try await engine.change(Contacts.table, id, ["stage": .text("qualified")]) }
            _ = try await engine.scheduler().tick()
            #expect(
                try await engine.outcomes() == [
                    "1 queued - 2026-03-02T12:00:00", "2 cancelled no_consent -", "3 queued - 2026-03-02T23:00:00", "4 cancelled filter -",
                ])
            #expect(try await engine.occurrences("state || ' ' || CAST(runs AS TEXT)") == ["running 1", "done 1", "running 1", "done 1"])
            let holds = try await engine.store.read(SQL("SELECT contact_id FROM contact_holds ORDER BY contact_id")).map { $0.integer(0) }
            #expect(holds == [1, 3])
        }
    }

    @Test func `that comes while a message is on its way is kept out, also in one look`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", trigger)
            try await engine.addContact(1)
            for stage in ["qualified", "lead", "qualified"] { try await engine.change(Contacts.table, 1, ["stage": .text(stage)]) }
            _ = try await engine.scheduler().tick()
            #expect(try await engine.outcomes() == ["1 queued - 2026-03-02T12:00:00", "1 cancelled pending -"])
        }
    }

    @Test func `counts for the agent's daily cap`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", trigger.merging(["daily_cap": .integer(2)]) { $1 })
            for id in Int64(1)...4 {
                try await engine.addContact(id)
                try await engine.change(Contacts.table, id, ["stage": .text("qualified")])
            }
            _ = try await engine.scheduler().tick()
            let outcomes = try await engine.outcomes().map { $0.split(separator: " ")[1...2].joined(separator: " ") }
            #expect(outcomes == ["queued -", "queued -", "cancelled agent_daily_cap", "cancelled agent_daily_cap"])
        }
    }

    @Test func `without a contact is for none`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", ["schedule_rule": .text("never"), "trigger": .text("deal_status = won")])
            let deal = try await engine.add(Deals.table, ["customer": .text("Harbour Hotel")])
            try await engine.change(Deals.table, deal, ["status": .text("won")])
            _ = try await engine.scheduler().tick()
            #expect(try await engine.occurrences() == [])
        }
    }

    /// A Monday.
    private let noon = "2026-03-02T12:00:00.000Z"
    private let trigger: Table.Values = ["schedule_rule": .text("never"), "trigger": .text("contact_stage = qualified")]
}

extension EngineFixture {
    /// `contact state rule time` of all runs, by contact and in their order.
    fileprivate func outcomes() async throws -> [String] {
        try await store.read(SQL("SELECT contact_id, state, rule, next_attempt_at FROM agent_runs ORDER BY contact_id, id")).map { row in
            let time = row.optionalInteger(3).map { Timestamp(milliseconds: $0).wallClock }
            return "\(row.integer(0)) \(row.text(1)) \(row.optionalText(2) ?? "-") \(time ?? "-")"
        }
    }
}

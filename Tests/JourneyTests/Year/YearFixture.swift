import Domain
import Foundation
import Storage
import TestSupport

@testable import Journey

/// A workspace of 200 contacts in twelve zones that lives through a year with all agents, on a clock that goes from event to
/// event; what people and contacts do comes at seeded random moments.
struct YearFixture: Sendable {
    let engine: EngineFixture

    static let start = "2026-01-05T00:00:00.000Z"
    static let end = utc("2027-01-05T00:00:00.000Z")
    static let contacts: Int64 = 200
    /// With changes of clocks by an hour and by half of one, around Ramadan, on Fridays, and without any.
    static let zones = [
        "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "Pacific/Apia", "America/New_York",
        "Asia/Tokyo", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Auckland", "UTC",
    ]
    static let holidays = ["2026-05-01", "2026-12-24", "2026-12-25"]
    static let dailyCaps: [String: Int64] = ["NURTURE": 12, "CLOSURE": 20]
    static let workspaceCap: Int64 = 30
    static let contactDailyCap = 1, contactWeeklyCap = 2
    static let conversation = Duration.seconds(72 * 3600)
    static let nurtureHold = Duration.seconds(3 * 86_400)

    static func lived(_ body: (YearLog) async throws -> Void) async throws {
        try await EngineFixture.with(at: start) { engine in
            let year = YearFixture(engine: engine)
            try await year.prepare()
            try await year.live()
            try await body(try await YearLog(engine.store))
        }
    }

    // MARK: At its beginning

    private func prepare() async throws {
        try await engine.commit(
            """
            UPDATE workspaces SET contact_daily_cap = \(Self.contactDailyCap), contact_weekly_cap = \(Self.contactWeeklyCap),
                daily_cap = \(Self.workspaceCap), holidays = '\(JSONText.list(Self.holidays))'
            """)
        for type in AgentCatalog.rows.map(\.type) {
            var values: Table.Values = ["recipients": .text("contact"), "autonomy": .text("auto")]
            if let cap = Self.dailyCaps[type.rawValue] { values["daily_cap"] = .integer(cap) }
            if type == .nurture { values["hold_days"] = .integer(3) }
            _ = try await engine.editor.change(.key(type), in: .first, version: nil, to: values)
        }
        try await addSequences()
        for id in Int64(1)...Self.contacts { try await addContact(id) }
    }

    private func addSequences() async throws {
        let usual: Table.Values = [
            "schedule_rule": .text("never"), "recipients": .text("contact"), "filter": .text("everyone"), "contact_prompt": .text("First"),
            "autonomy": .text("auto"),
        ]
        let series: Table.Values = [
            "title": .text("Series"), "schedule_rule": .text("0 10 * * MON"), "filter": .text("stage = lead"), "daily_cap": .integer(5),
            "steps": .text(
                steps(
                    step("3 days", "Second", onReply: 3), step("1 week", "Third", when: "always"), step("1 day", "Thanks", when: "replied"),
                    step("2 weeks", "Last"))),
        ]
        let qualified: Table.Values = [
            "title": .text("Qualified"), "trigger": .text("contact_stage = qualified"), "steps": .text(steps(step("36 hours", "Second"))),
        ]
        for values in [series, qualified] { _ = try await engine.editor.create(in: .first, usual.merging(values) { $1 }) }
    }

    /// Every fifth contact has the zone of its company, every twelfth that of the workspace.
    private func addContact(_ id: Int64) async throws {
        let zone = Self.zones[Int(id) % Self.zones.count]
        var values: Table.Values = ["stage": .text(Self.stages[Int(id) % Self.stages.count])]
        if id % 5 == 0 {
            values["company"] = .text("Company \(zone)")
            _ = try await engine.store.commit(
                SQL(
                    """
                    INSERT INTO companies (workspace_id, name, time_zone, created_at, updated_at, version) VALUES (1, $1, $2, 0, 0, 1)
                    ON CONFLICT DO NOTHING
                    """, [.text("Company \(zone)"), .text(zone)]))
        } else if zone != "UTC" {
            values["time_zone"] = .text(zone)
        }
        try await engine.addContact(id, values)
    }

    static let stages = ["lead", "contacted", "proposal", "customer"]
}

extension YearFixture {
    // MARK: Through the year

    private func live() async throws {
        var random = SeededGenerator(state: 2026)
        var incidents = Incident.ofAYear(from: engine.clock.now, through: Self.end, &random)[...]
        while engine.clock.now < Self.end {
            while let incident = incidents.first, incident.time <= engine.clock.now {
                incidents.removeFirst()
                try await incident.happen(in: engine)
            }
            _ = try await engine.scheduler().tick()
            try await engine.worker().drain()
            engine.clock.move(to: try await nextMoment(incidents.first?.time))
        }
    }

    /// When something is due next; what comes within an hour is one moment, as a server that is busy makes it.
    private func nextMoment(_ incident: Timestamp?) async throws -> Timestamp {
        let due = try await engine.store.read(
            SQL(
                """
                SELECT MIN(due) FROM (
                    SELECT MIN(next_due_at) AS due FROM agents UNION ALL SELECT MIN(next_attempt_at) FROM agent_runs WHERE state IN ('queued', 'failed')
                    UNION ALL SELECT MIN(wake_at) FROM sequence_positions WHERE state = 'active') moments
                """)
        )[0].optionalInteger(0).map(Timestamp.init(milliseconds:))
        let next = [due, incident, Self.end].compactMap(\.self).min() ?? Self.end
        return max(next, engine.clock.now.adding(.seconds(3600)))
    }
}

import Domain
import Foundation
import Storage
import Synchronization
import TestSupport

@testable import Journey

/// A workspace of 200 contacts in twelve time zones that lives through 2026 with all agents, on a clock that jumps from one moment at
/// which something is due to the next.
struct Year: Sendable {
    let engine: EngineFixture
    let outbox: Outbox
    let wire: Wire

    static let zone = "Europe/Berlin"
    /// Those whose clocks change at odd times and by odd amounts among them.
    static let zones = [
        zone, "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "Pacific/Apia", "Asia/Kolkata", "America/New_York",
        "America/Los_Angeles", "Asia/Tokyo", "Pacific/Chatham", "Asia/Kathmandu",
    ]
    static let contacts: ClosedRange<Int64> = 1...200
    static let users: Int64 = 3
    static let holidays = ["2026-01-06", "2026-04-06", "2026-05-01", "2026-12-25"]
    static let caps = (contactDay: 1, contactWeek: 2, nurture: 8, workspace: 12)
    static let conversationHours = 72
    /// How long CLOSURE keeps a contact after a message that has no answer.
    static let closureDays = 4
    static let wonAgent = "THANK_YOU"
    /// Whose messages are a sequence (`YearSequences`).
    static let series = "SERIES"
    static let first = utc("2026-01-01T00:00:00.000Z")
    static let end = utc("2027-01-01T00:00:00.000Z")
    /// When nothing ran: over a day, over an afternoon, and for less than what an occurrence may be late.
    static let downtimes = [
        utc("2026-03-10T05:30:00.000Z")..<utc("2026-03-11T12:00:00.000Z"), utc("2026-06-22T10:50:00.000Z")..<utc("2026-06-22T18:00:00.000Z"),
        utc("2026-10-26T07:45:00.000Z")..<utc("2026-10-26T08:35:00.000Z"),
    ]

    /// The year, lived to its end and a week beyond, so that what was begun in it has ended.
    static func live(seed: UInt64, _ judge: (YearLog, Happenings) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-01-01T00:00:00.000Z", timeZone: zone, users: users) { engine in
            let wire = Wire()
            let channel = ScriptedChannel { message in
                wire.record(message.id, at: engine.clock.now)
                return .outcome(.delivered(status: 200))
            }
            let year = Year(engine: engine, outbox: engine.outbox(channel), wire: wire)
            try await year.settle()
            var happenings = Happenings(engine: engine, seed: seed)
            try await year.pass(&happenings)
            try await judge(try await YearLog(engine.store, wire), happenings)
        }
    }

    private func pass(_ happenings: inout Happenings) async throws {
        let last = Self.end.adding(.seconds(7 * 86_400))
        while engine.clock.now < last {
            let now = engine.clock.now
            if now < Self.end { try await happenings.happen(through: now) }
            if let downtime = Self.downtimes.first(where: { $0.contains(now) }) {
                engine.clock.move(to: min(downtime.upperBound, Happenings.next(after: now)))
            } else {
                try await work()
                engine.clock.move(to: max(now.adding(.seconds(3600)), min(last, try await nextMoment(after: now))))
            }
        }
    }

    /// What the product does when something is due.
    private func work() async throws {
        _ = try await engine.scheduler().tick()
        try await engine.worker(concurrency: 16).drain()
        try await outbox.drain()
    }

    private func nextMoment(after now: Timestamp) async throws -> Timestamp {
        let due = try await engine.store.read(
            SQL(
                """
                SELECT MIN(due) FROM (
                    SELECT MIN(next_due_at) AS due FROM agents
                    UNION ALL SELECT MIN(next_attempt_at) FROM agent_runs WHERE state IN ('queued', 'failed')
                    UNION ALL SELECT MIN(wake_at) FROM sequence_positions WHERE state = 'active'
                    UNION ALL SELECT MIN(next_attempt_at) FROM deliveries WHERE state IN ('queued', 'failed')) moments
                """))
        return min(Happenings.next(after: now), due.first?.optionalInteger(0).map(Timestamp.init(milliseconds:)) ?? Timestamp(milliseconds: .max))
    }

    // MARK: The workspace

    private func settle() async throws {
        let now = engine.clock.now
        let days = Self.holidays.map { "\"\($0)\"" }.joined(separator: ",")
        let rules: Table.Values = [
            "holidays": .text("[\(days)]"), "contact_daily_cap": .integer(Int64(Self.caps.contactDay)),
            "contact_weekly_cap": .integer(Int64(Self.caps.contactWeek)), "daily_cap": .integer(Int64(Self.caps.workspace)),
            "conversation_hours": .integer(Int64(Self.conversationHours)),
        ]
        _ = try await engine.store.commit([Workspaces.update(.first, rules, version: nil, now: now)])
        let webhook: Table.Values = ["url": .text("https://example.com/hook")]
        _ = try await engine.store.commit(Webhooks.insert(.first, webhook, secret: "whsec_secret", now: now))
        for zone in Self.zones {
            let company: Table.Values = ["name": .text("Company in \(zone)"), "time_zone": .text(zone)]
            _ = try await engine.store.commit(Companies.table.insert(.first, company, now: now))
        }
        for id in Self.contacts { try await engine.addContact(id, contact(id)) }
        try await settleAgents()
    }

    /// A third each has its zone from its own field, from its company, and from the workspace where that is the same.
    private func contact(_ id: Int64) -> Table.Values {
        let zone = Self.zones[Int(id) % Self.zones.count]
        var values: Table.Values = [
            "user_id": .integer(1 + id % Self.users), "stage": .text(["lead", "qualified", "customer"][Int(id % 3)]),
            "consent": .text(id % 20 == 0 ? "unknown" : "given"),
        ]
        if zone != Self.zone { values[id % 2 == 0 ? "time_zone" : "company"] = .text(id % 2 == 0 ? zone : "Company in \(zone)") }
        if id % 50 == 0 { values["email"] = .null }
        return values
    }

    private func settleAgents() async throws {
        try await change(.reminder, ["recipients": .text("both"), "autonomy": .text("auto")])
        try await change(.followUp, ["recipients": .text("contact"), "autonomy": .text("ask")])
        try await change(.closure, ["recipients": .text("contact"), "autonomy": .text("auto"), "hold_days": .integer(Int64(Self.closureDays))])
        try await change(.nurture, ["recipients": .text("contact"), "autonomy": .text("auto"), "daily_cap": .integer(Int64(Self.caps.nurture))])
        try await change(.upsell, ["recipients": .text("contact"), "autonomy": .text("auto")])
        let thanks: Table.Values = [
            "title": .text("Thank you"), "schedule_rule": .text("never"), "trigger": .text("deal_status = won"), "recipients": .text("contact"),
            "autonomy": .text("auto"), "filter": .text("everyone"), "contact_prompt": .text("Thank the customer for the order."),
        ]
        let series: Table.Values = [
            "title": .text("Series"), "schedule_rule": .text("0 7 * * WED"), "recipients": .text("contact"), "autonomy": .text("auto"),
            "filter": .text("stage = lead"), "daily_cap": .integer(4), "contact_prompt": .text("First"),
            "steps": .text(
                steps(
                    step("3 days", "Second", onReply: 3), step("1 week", "Third", when: "always"), step("1 day", "Thanks", when: "replied"),
                    step("2 weeks", "Last"))),
        ]
        for values in [thanks, series] { _ = try await engine.editor.create(in: .first, values) }
    }

    private func change(_ agent: AgentType, _ values: Table.Values) async throws {
        _ = try await engine.editor.change(.key(agent), in: .first, version: nil, to: values)
    }
}

/// When each delivery went out.
final class Wire: Sendable {
    private let times = Mutex<[(key: String, time: Timestamp)]>([])

    func record(_ key: String, at time: Timestamp) { times.withLock { $0.append((key, time)) } }

    var all: [(key: String, time: Timestamp)] { times.withLock { $0 } }
}

import Domain
import Foundation
import Storage

@testable import Journey

/// All that a year has left behind.
struct YearLog: Sendable {
    struct Message: Equatable, Sendable {
        var id: Int64
        var contact: Int64
        var agent: String
        /// When its receiver got it.
        var time: Timestamp
        /// When its run was made, and the contact was the agent's.
        var planned: Timestamp
        /// Which message of a sequence it is.
        var step: Int64?
    }

    /// A contact in the sequence of an agent.
    struct Position: Sendable {
        var contact: Int64
        var state: String
        var from: Timestamp
        /// When it ended.
        var through: Timestamp
    }

    struct Occurrence: Sendable {
        var agent: String
        var due: Timestamp
        var state: String
    }

    /// What went to contacts, in the order in which it did.
    let messages: [Message]
    let occurrences: [Occurrence]
    let positions: [Position]
    /// How often each state and rule ended a run, as `state rule`.
    let runs: [String: Int]
    /// What does not add up: `what: how many`.
    let leftovers: [String]
    /// How many events of deals that were won have led to occurrences.
    let thanks: Int
    private let zones: [Int64: TimeZone]

    init(_ store: any Store, _ wire: Wire) async throws {
        let keys = Dictionary(
            try await store.read(
                SQL(
                    """
                    SELECT d.key, c.id, c.contact_id, c.agent_type, r.created_at, r.step FROM deliveries d
                    JOIN communications c ON c.id = d.communication_id JOIN agent_runs r ON r.id = c.run_id WHERE c.contact_id IS NOT NULL
                    """)
            ).map { ($0.text(0), $0) }, uniquingKeysWith: { first, _ in first })
        messages = wire.all.compactMap { sent in
            keys[sent.key].map {
                Message(
                    id: $0.integer(1), contact: $0.integer(2), agent: $0.text(3), time: sent.time, planned: $0.time(4), step: $0.optionalInteger(5))
            }
        }
        occurrences = try await store.read(
            SQL("SELECT agent_type, due_at, state FROM occurrences WHERE event_id IS NULL ORDER BY due_at")
        ).map { Occurrence(agent: $0.text(0), due: $0.time(1), state: $0.text(2)) }
        positions = try await store.read(
            SQL("SELECT contact_id, COALESCE(why, state), created_at, updated_at, state FROM sequence_positions ORDER BY id")
        ).map { row in
            Position(
                contact: row.integer(0), state: row.text(1), from: row.time(2),
                through: row.text(4) == "active" ? Timestamp(milliseconds: .max) : row.time(3))
        }
        let ends = try await store.read(SQL("SELECT state, COALESCE(rule, ''), COUNT(*) FROM agent_runs GROUP BY state, rule"))
        runs = Dictionary(uniqueKeysWithValues: ends.map { ("\($0.text(0)) \($0.text(1))", Int($0.integer(2))) })
        leftovers = try await Self.leftovers(store)
        thanks = Int(
            try await store.read(SQL("SELECT COUNT(*) FROM occurrences WHERE event_id IS NOT NULL AND state = 'done'"))[0].integer(0))
        zones = Dictionary(
            uniqueKeysWithValues: Year.contacts.map { ($0, TimeZone(identifier: Year.zones[Int($0) % Year.zones.count]) ?? .gmt) })
    }

    private static func leftovers(_ store: any Store) async throws -> [String] {
        let end = Year.end.milliseconds
        let checks = [
            ("runs that have not ended", "agent_runs WHERE state NOT IN ('succeeded', 'cancelled') AND created_at < \(end)"),
            ("deliveries that have not ended", "deliveries WHERE state NOT IN ('delivered', 'cancelled') AND created_at < \(end)"),
            ("deliveries cancelled without a reason", "deliveries WHERE state = 'cancelled' AND error IS NULL"),
            (
                "succeeded runs without their one message",
                "agent_runs r WHERE r.state = 'succeeded' AND (SELECT COUNT(*) FROM communications c WHERE c.run_id = r.id) <> 1"
            ),
            (
                "sent messages without their one delivery",
                """
                communications c WHERE c.run_id IS NOT NULL AND c.status = 'sent'
                AND (SELECT COUNT(*) FROM deliveries d WHERE d.communication_id = c.id) <> 1
                """
            ),
            ("contacts that their sequence has forgotten", "sequence_positions WHERE state = 'active' AND COALESCE(wake_at, 0) < \(end)"),
            (
                "occurrences that miscount their runs",
                "occurrences o WHERE o.runs <> (SELECT COUNT(*) FROM agent_runs r WHERE r.occurrence_id = o.id)"
            ),
        ]
        var found: [String] = []
        for (what, table) in checks {
            let count = try await store.read(SQL("SELECT COUNT(*) FROM \(table)"))[0].integer(0)
            if count > 0 { found.append("\(what): \(count)") }
        }
        return found
    }

    /// The clock on a contact's wall, as Foundation reads it.
    func wall(_ message: Message) -> Wall { Wall(message.time, in: zones[message.contact] ?? .gmt) }
}

/// A day and a time of day in a zone.
struct Wall: Hashable {
    /// Days since 1970-01-01.
    var day: Int
    var hour: Int
    /// 1 is Sunday, 7 is Saturday.
    var weekday: Int
    var date: String

    init(_ time: Timestamp, in zone: TimeZone) {
        let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .weekday], from: date)
        day = Int((date.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: date))) / 86_400)
        hour = parts.hour ?? -1
        weekday = parts.weekday ?? -1
        self.date = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }
}

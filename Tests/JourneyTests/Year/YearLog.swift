import Domain
import Foundation
import Storage

/// The complete log of a year: every message to and from contacts, in order, and the positions in sequences.
struct YearLog: Sendable {
    struct Message: Sendable, CustomStringConvertible {
        var contact: Int64
        /// Nil where a person or the contact wrote it.
        var agent: String?
        var isInbound: Bool
        var body: String
        var time: Timestamp
        /// Which message of a sequence it is.
        var step: Int64?

        var description: String { "\(agent ?? (isInbound ? "contact" : "person")) \(contact) \(time.wallClock)" }
    }

    struct Position: Sendable {
        var agent: String
        var contact: Int64
        var state: String
        var why: String
        var from: Timestamp
        /// When it ended.
        var through: Timestamp
        var wakeAt: Timestamp?
    }

    let store: any Store
    let messages: [Message]
    let positions: [Position]
    /// Of each contact.
    let zones: [Int64: TimeZone]

    init(_ store: any Store) async throws {
        self.store = store
        let answers = try await store.read([
            SQL(
                """
                SELECT m.contact_id, m.agent_type, m.direction, m.body, COALESCE(m.sent_at, m.created_at), r.step FROM communications m
                LEFT JOIN agent_runs r ON r.id = m.run_id
                WHERE m.workspace_id = 1 AND m.direction <> 'internal' ORDER BY COALESCE(m.sent_at, m.created_at), m.id
                """),
            SQL("SELECT agent_type, contact_id, state, why, created_at, updated_at, wake_at FROM sequence_positions ORDER BY id"),
            SQL("SELECT c.id, COALESCE(c.time_zone, k.time_zone, 'UTC') FROM contacts c LEFT JOIN companies k ON k.name = c.company"),
        ])
        messages = answers[0].map { row in
            Message(
                contact: row.integer(0), agent: row.text(1) == "NOTE" ? nil : row.text(1), isInbound: row.text(2) == "inbound", body: row.text(3),
                time: row.time(4), step: row.optionalInteger(5))
        }
        positions = answers[1].map { row in
            let isActive = row.text(2) == "active"
            return Position(
                agent: row.text(0), contact: row.integer(1), state: row.text(2), why: row.text(3), from: row.time(4),
                through: isActive ? YearFixture.end.adding(.seconds(1)) : row.time(5),
                wakeAt: row.optionalInteger(6).map(Timestamp.init(milliseconds:)))
        }
        zones = Dictionary(uniqueKeysWithValues: answers[2].map { ($0.integer(0), TimeZone(identifier: $0.text(1))!) })
    }

    /// What agents wrote.
    var sent: [Message] { messages.filter { $0.agent != nil } }
    var byContact: [Int64: [Message]] { Dictionary(grouping: messages, by: \.contact) }

    func rows(_ text: String) async throws -> [Row] { try await store.read(SQL(text)) }

    /// Year, month, day, weekday (1 is Sunday) and hour on the contact's wall, by the system's calendar.
    func wall(_ message: Message) -> DateComponents {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zones[message.contact] ?? .gmt
        return calendar.dateComponents(
            [.year, .month, .day, .weekday, .hour], from: Date(timeIntervalSince1970: Double(message.time.milliseconds) / 1000))
    }

    /// The contact's own day.
    func day(_ message: Message) -> LocalDate {
        let wall = wall(message)
        return LocalDate(year: Int64(wall.year ?? 0), month: Int64(wall.month ?? 0), day: Int64(wall.day ?? 0))
    }
}

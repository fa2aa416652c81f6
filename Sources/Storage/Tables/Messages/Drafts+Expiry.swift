package import Domain

import struct Foundation.TimeZone

extension Drafts {
    /// How long drafts of the workspaces with the same clock and setting wait.
    package struct Patience: Sendable {
        var zone: String
        var days: Int64
        /// When the workspaces' day began.
        var dayBegan: Timestamp
        /// What was written before it has waited too long.
        var oldest: Timestamp

        /// - Parameter row: of `Workspaces.draftDays`.
        package init(_ row: Row, now: Timestamp) {
            let zone = knownTimeZone(row.text(0)) ?? .gmt
            let today = now.localDate(in: zone)
            self.zone = row.text(0)
            days = row.integer(1)
            dayBegan = today.instant(at: .midnight, in: zone)
            oldest = today.adding(days: -days).instant(at: .midnight, in: zone)
        }
    }

    /// A draft that has expired (`DraftLife`).
    package struct Expired: Sendable, Equatable {
        package var id: Int64
        package var workspace: WorkspaceID
        /// Otherwise it speaks of its day, which is over.
        package var isTooOld: Bool
    }

    /// Drafts of all workspaces that have expired, after one of them, in the order of their ids. What was written before drafts expired at all
    /// waits for as long as it takes.
    package static func expired(_ patience: [Patience], after id: Int64 = 0, limit: Int64) -> SQL {
        let words = DraftLife.wordsOfTheDay.map { "lower(COALESCE(c.subject || '\n', '') || c.body) LIKE '%\($0)%'" }.joined(separator: " OR ")
        let spans = ValueRows(
            ["zone": .text, "days": .integer, "day_began": .integer, "oldest": .integer],
            patience.map { [.text($0.zone), .integer($0.days), .time($0.dayBegan), .time($0.oldest)] }, after: [.integer(id), .integer(limit)])
        return SQL(
            """
            WITH \(spans.definition(of: "spans"))
            SELECT c.id, c.workspace_id, CASE WHEN c.created_at < s.oldest THEN 1 ELSE 0 END
            FROM workspaces w CROSS JOIN spans s CROSS JOIN communications c
            WHERE s.zone = w.time_zone AND s.days = w.draft_days AND c.workspace_id = w.id AND c.status = 'draft' AND c.id > $1
                AND c.created_at >= w.drafts_since AND c.created_at < s.day_began AND (c.created_at < s.oldest OR (\(words)))
            ORDER BY c.id LIMIT $2
            """, spans.arguments
        ).byStatistics()
    }

    package static func expired(_ rows: [Row]) -> [Expired] {
        rows.map { Expired(id: $0.integer(0), workspace: WorkspaceID($0.integer(1)), isTooOld: $0.integer(2) == 1) }
    }
}

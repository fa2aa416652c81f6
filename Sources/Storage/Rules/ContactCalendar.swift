package import Domain

package import struct Foundation.TimeZone

/// The rules of a workspace at a moment: for each time zone that its contacts have, whether messages may go out, from when on,
/// and when the days begin by which caps count.
///
/// Clocks and their changes are worked out here; statements join the result.
package struct ContactCalendar: Sendable {
    package let rules: ContactRules
    package let now: Timestamp
    /// The days of the agent that is to write; nil where the hours alone count.
    package let days: AgentDays?
    /// The workspace's day, by which the caps of agents and of the workspace count.
    package let today: LocalDate
    /// The workspace's own.
    package let zone: TimeZone
    /// Of every zone of the workspace, its own among them.
    private let zones: [String: Zone]

    fileprivate struct Zone: Sendable {
        var window: SendingWindow
        /// Whether the agent's last day passes before the window.
        var isOver: Bool
        var dayStart: Timestamp
        var weekStart: Timestamp
    }

    /// What `init(_:now:)` needs to know.
    package static func reading(_ workspace: WorkspaceID) -> [SQL] {
        [ContactRules.read(workspace), zones(of: "contacts", in: workspace), zones(of: "companies", in: workspace)]
    }

    /// - Parameters:
    ///   - answers: of `reading`.
    ///   - days: those of the agent whose messages are planned.
    /// - Throws: `RowNotFound` where there is no such workspace.
    package init(_ answers: [[Row]], of workspace: WorkspaceID, now: Timestamp, days: AgentDays? = nil) throws(RowNotFound) {
        guard let row = answers[0].first else { throw RowNotFound(noun: "workspace", id: workspace.value) }
        let rules = ContactRules(row)
        let own = knownTimeZone(rules.timeZone) ?? .gmt
        let names = Set([rules.timeZone] + (answers[1] + answers[2]).map { $0.text(0) })
        self.rules = rules
        self.now = now
        self.days = days
        zone = own
        today = now.localDate(in: own)
        zones = Dictionary(uniqueKeysWithValues: names.map { ($0, Zone(rules.hours, in: knownTimeZone($0) ?? own, now, days)) })
    }

    /// The distinct zones of a table, looked up one after the other: as many steps along the index as there are zones.
    private static func zones(of table: String, in workspace: WorkspaceID) -> SQL {
        SQL(
            """
            WITH RECURSIVE zones (zone) AS (
                SELECT (SELECT t.time_zone FROM \(table) t WHERE t.workspace_id = $1 AND t.time_zone IS NOT NULL ORDER BY t.time_zone LIMIT 1)
                UNION ALL
                SELECT (
                    SELECT t.time_zone FROM \(table) t WHERE t.workspace_id = $1 AND t.time_zone > zones.zone ORDER BY t.time_zone LIMIT 1)
                FROM zones WHERE zones.zone IS NOT NULL)
            SELECT zone FROM zones WHERE zone IS NOT NULL
            """, [.workspace(workspace)])
    }

    /// The workspace's day on which the first messages of a plan may go out, in whichever zone: in the evening that is the next one.
    package var firstSendingDay: LocalDate { (zones.values.map(\.window.opens).min() ?? now).localDate(in: zone) }

    /// Messages before this concern no rule.
    var horizon: Timestamp {
        zones.values.reduce(conversationStart) { min($0, $1.weekStart) }
    }

    /// From when on a message of a person with a contact keeps agents out.
    var conversationStart: Timestamp { now.adding(.seconds(-3600 * rules.conversationHours)) }

    /// Rows for statements to join: `zone`, from when to when messages may go out, whether the agent's days are over then, and the beginnings of the contact's day and of
    /// the week that ends with it.
    func rows(from first: Int) -> ValueRows {
        ValueRows(
            [
                "zone": .text, "opens_at": .integer, "closes_at": .integer, "is_over": .integer, "day_start": .integer, "week_start": .integer,
            ],
            zones.sorted { $0.key < $1.key }.map { name, zone in
                [
                    .text(name), .time(zone.window.opens), .time(zone.window.closes), .integer(zone.isOver ? 1 : 0), .time(zone.dayStart),
                    .time(zone.weekStart),
                ]
            }, from: first)
    }
}

extension ContactCalendar.Zone {
    /// The day is the one on which the message may go out, so that what is planned in the evening counts for the next morning.
    fileprivate init(_ hours: SendingHours, in zone: TimeZone, _ now: Timestamp, _ days: AgentDays?) {
        // Hours that never open are looked at again a year later: somebody may have changed them.
        let later = now.adding(.seconds(365 * 86_400))
        let opening = hours.window(from: now, in: zone) ?? SendingWindow(opens: later, closes: later)
        let allowed = days.map { $0.window(from: now, opening: opening, of: hours, in: zone) } ?? opening
        window = allowed ?? opening
        isOver = allowed == nil
        let day = window.opens.localDate(in: zone)
        dayStart = day.instant(at: TimeOfDay(hour: 0), in: zone)
        weekStart = day.adding(days: -6).instant(at: TimeOfDay(hour: 0), in: zone)
    }
}

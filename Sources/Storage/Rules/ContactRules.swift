package import Domain

/// What a workspace has said about messages to contacts.
package struct ContactRules: Equatable, Sendable {
    package var timeZone: String
    package var hours: SendingHours
    package var requiresConsent: Bool
    /// How many messages of agents a contact gets on a day of its own; nil for no limit.
    package var contactDailyCap: Int64?
    /// As `contactDailyCap`, in the last seven of the contact's days.
    package var contactWeeklyCap: Int64?
    /// For how long after a message between a person and the contact no agent writes.
    package var conversationHours: Int64
    /// How many messages to contacts all agents send on a day of the workspace's; nil for no limit.
    package var dailyCap: Int64?

    /// One row, for `init(_:)`.
    static func read(_ workspace: WorkspaceID) -> SQL {
        SQL(
            """
            SELECT time_zone, quiet_from, quiet_until, working_days, holidays, requires_consent, contact_daily_cap, contact_weekly_cap,
                conversation_hours, daily_cap
            FROM workspaces WHERE id = $1
            """, [.workspace(workspace)])
    }

    init(_ row: Row) {
        timeZone = row.text(0)
        let days = JSONText.texts(row.text(3)).compactMap(SendingHours.dayNames.firstIndex)
        hours = SendingHours(
            quietFrom: TimeOfDay(row.text(1)) ?? .init(hour: 0), quietUntil: TimeOfDay(row.text(2)) ?? .init(hour: 0),
            workingDays: Set(days.map { $0 + 1 }), holidays: Set(JSONText.texts(row.text(4)).compactMap(LocalDate.init)))
        requiresConsent = row.integer(5) != 0
        contactDailyCap = row.optionalInteger(6)
        contactWeeklyCap = row.optionalInteger(7)
        conversationHours = row.integer(8)
        dailyCap = row.optionalInteger(9)
    }
}

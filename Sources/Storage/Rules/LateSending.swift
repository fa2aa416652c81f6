package import Domain

/// A message that could not be delivered on the day on which it counted as sent, and counts for the one on which it is.
package struct LateSending: Sendable, Equatable {
    package let contact: Int64
    package let message: Int64
    /// When the day began for which it is to count: the contact's, or the workspace's where that is the later one.
    package let dayBegins: Timestamp
    /// When the contact's day began.
    package let contactDayBegins: Timestamp
    /// How many messages the contact may have in its day; nil for no limit.
    package let contactCap: Int64?

    package init(contact: Int64, message: Int64, dayBegins: Timestamp, contactDayBegins: Timestamp, contactCap: Int64?) {
        self.contact = contact
        self.message = message
        self.dayBegins = dayBegins
        self.contactDayBegins = contactDayBegins
        self.contactCap = contactCap
    }

    /// Has it count as sent now: to stand before `DailyCounts.count`. Of the deliveries of one message the first one does; the others
    /// throw `AlreadyCounted`. Where the contact has had its messages of the day meanwhile it throws `CapReached`.
    package func move(_ workspace: WorkspaceID, now: Timestamp) -> [SQL] {
        // Another late message to the same contact waits meanwhile.
        [ContactHolds.lock(workspace), countNow(workspace, now)] + (contactCap.map { [keep($0, workspace)] } ?? [])
    }

    private func countNow(_ workspace: WorkspaceID, _ now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE communications SET sent_at = $4, updated_at = $4, version = version + 1
            WHERE \(Unindexed.workspace) AND id = $2 AND \(Unindexed.text("status")) = 'sent' AND sent_at < $3 RETURNING id
            """, [.workspace(workspace), .integer(message), .time(dayBegins), .time(now)]
        ).expectingOneRow(orThrow: AlreadyCounted())
    }

    private func keep(_ cap: Int64, _ workspace: WorkspaceID) -> SQL {
        SQL(
            "SELECT 1 WHERE (\(ContactJudgement.count(of: "$2", since: "$3"))) <= CAST($4 AS BIGINT)",
            [.workspace(workspace), .integer(contact), .time(contactDayBegins), .integer(cap)]
        ).expectingOneRow(orThrow: CapReached(rule: .contactDailyCap))
    }
}

/// The message counts for this day already.
package struct AlreadyCounted: Error, Equatable, Sendable {}

package import Domain

/// Messages to contacts that were stopped right before they went out, or that no receiver took: they have the status `rejected`, so that
/// nothing counts them as sent.
package enum WithheldMessages {
    /// What a message is said to be rejected for where a person has cancelled its delivery.
    private static let byPerson = "Its delivery was cancelled."

    /// When the message of a delivery counts as sent, and on whose clock: one row `sent_at` (null where it does not), `time_zone`.
    package static func sentAt(_ workspace: WorkspaceID, delivery: Int64) -> SQL {
        SQL(
            """
            SELECT (SELECT m.sent_at FROM communications m WHERE m.workspace_id = $1 AND m.id = \(message(of: "$2"))), w.time_zone
            FROM workspaces w WHERE w.id = $1
            """, [.workspace(workspace), .integer(delivery)])
    }

    /// Has the message of a delivery be what has become of it: rejected where each of its deliveries is cancelled or given up; sent again where this one is queued again. To stand after what changes the delivery; repeated it changes nothing.
    ///
    /// Of two deliveries that are cancelled at once each would take the other for one that may still go out: the message is locked first.
    /// - Parameter day: for which the message counts: what is rejected does so no more.
    package static func follow(
        _ workspace: WorkspaceID, delivery: Int64, because reason: String? = nil, countedOn day: CountedDay, today: CountedDay, now: Timestamp
    ) -> [SQL] {
        let which: [SQLValue] = [.workspace(workspace), .integer(delivery)]
        return [SQL("SELECT id FROM communications WHERE workspace_id = $1 AND id = \(message(of: "$2")) {{lock}}", which)]
            + DailyCounts.uncount(workspace, message: stopped, sentOn: day, which) + [
                reject(which + [.text(String((reason ?? byPerson).withoutNUL.prefix(1000))), .time(now)]),
                restore(which + [.time(now), .time(today.begins)]),
            ]
    }

    private static func reject(_ arguments: [SQLValue]) -> SQL {
        SQL(
            """
            UPDATE communications SET status = 'rejected', sent_at = NULL, rejected_because = $3, updated_at = $4, version = version + 1
            WHERE workspace_id = $1 AND id = (\(stopped))
            """, arguments)
    }

    /// The message of the delivery `$2` that nobody gets.
    private static let stopped = """
        SELECT m.id FROM communications m
        WHERE m.workspace_id = $1 AND m.id = \(message(of: "$2", "\(isOut("d"))")) AND m.direction = 'outbound' AND m.status = 'sent'
        AND NOT EXISTS (
            SELECT 1 FROM deliveries x WHERE x.workspace_id = $1 AND x.communication_id = m.id AND NOT \(isOut("x")))
        """

    /// SQL for a delivery that has certainly not arrived, and does not go out any more.
    private static func isOut(_ delivery: String) -> String {
        "(\(delivery).state IN ('cancelled', 'dead') AND \(delivery).may_have_arrived = 0)"
    }

    /// It counts for a day that is over until it goes out, as what comes late (`LateSending`): the day on which it does may have no room
    /// for it any more.
    private static func restore(_ arguments: [SQLValue]) -> SQL {
        SQL(
            """
            UPDATE communications SET status = 'sent', rejected_because = NULL, updated_at = $3, version = version + 1, sent_at = (
                SELECT CASE WHEN d.created_at < $4 THEN d.created_at ELSE $4 - 1 END FROM deliveries d WHERE d.workspace_id = $1 AND d.id = $2)
            WHERE workspace_id = $1 AND id = \(message(of: "$2", "d.state = 'queued'")) AND direction = 'outbound' AND status = 'rejected'
            """, arguments)
    }

    private static func message(of delivery: String, _ condition: String = "1 = 1") -> String {
        "(SELECT d.communication_id FROM deliveries d WHERE d.workspace_id = $1 AND d.id = \(delivery) AND \(condition))"
    }
}

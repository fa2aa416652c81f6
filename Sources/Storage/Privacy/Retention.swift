package import Domain

import struct Foundation.TimeZone

/// For how long each kind of data is kept, and what goes then: only what no rule asks for any more (docs/privacy.md).
package enum Retention {
    /// Rows of one table that go by one setting.
    package struct Kind: Sendable {
        /// What people call it.
        package let name: String
        /// The workspace's column with the days.
        package let setting: String
        let table: String
        /// SQL over a row `t` of the workspace `$1`; `$2` is the moment, or the day, before which it is old.
        let isOld: String
        var isByDay = false
    }

    package static let settings = [
        setting(
            "keep_conversations_days", 30, "For how many days chats are kept, with what agents wrote to people and the assistant's proposals.", nil),
        setting("keep_messages_days", 400, "For how many days messages to and from contacts are kept.", nil),
        setting("keep_runs_days", 90, "For how many days runs are kept, with the times at which they were due.", 730),
        setting("keep_deliveries_days", 30, "For how many days deliveries are kept that have arrived or were cancelled.", 365),
        setting("keep_model_calls_days", 62, "For how many days calls of models are kept; what a day and a month cost stays.", 730),
    ]

    private static func setting(_ name: String, _ least: Int64, _ summary: String, _ initial: Int64?) -> Field {
        .optional(name, .integer(least...36_500), "\(summary) Null for ever.", initial: .optional(initial)).nullable()
    }

    private static let isSettled =
        """
        NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.workspace_id = $1 AND d.communication_id = t.id
            AND d.state IN ('queued', 'sending', 'failed', 'dead', 'unknown'))
        """
    /// Steps of sequences stay: each is taken once, ever. So do runs whose message waits for a person.
    private static let isForgettable =
        """
        t.step IS NULL AND t.state IN ('succeeded', 'cancelled', 'dead')
            AND NOT EXISTS (SELECT 1 FROM communications m WHERE m.workspace_id = $1 AND m.run_id = t.id AND m.status = 'draft')
        """

    /// Missed ones have no runs, unless they were under way when a backup was made. None that has gone comes back: agents are planned
    /// beyond its time, and its event is handled or gone itself.
    private static func isOver(_ occurrence: String) -> String { "\(occurrence).state IN ('done', 'missed')" }

    /// In the order in which they go.
    package static let kinds = [
        Kind(name: "proposals", setting: "keep_conversations_days", table: "proposals", isOld: "t.expires_at < $2"),
        Kind(
            name: "conversations", setting: "keep_conversations_days", table: "communications",
            isOld: "t.direction = 'internal' AND t.created_at < $2 AND \(isSettled)"),
        // Who is in a sequence keeps its messages, and a draft its decision.
        Kind(
            name: "messages", setting: "keep_messages_days", table: "communications",
            isOld: """
                t.contact_id IS NOT NULL AND t.direction <> 'internal' AND COALESCE(t.sent_at, t.created_at) < $2 AND t.status <> 'draft'
                AND NOT EXISTS (
                    SELECT 1 FROM sequence_positions p WHERE p.workspace_id = $1 AND p.contact_id = t.contact_id AND p.state = 'active')
                AND \(isSettled)
                """),
        Kind(
            name: "deliveries", setting: "keep_deliveries_days", table: "deliveries",
            isOld: "t.finished_at < $2 AND t.state IN ('delivered', 'cancelled')"),
        Kind(
            name: "runs on request", setting: "keep_runs_days", table: "agent_runs",
            isOld: "t.occurrence_id IS NULL AND t.finished_at < $2 AND \(isForgettable)"),
        Kind(
            name: "runs", setting: "keep_runs_days", table: "agent_runs",
            isOld: """
                t.occurrence_id IN (SELECT o.id FROM occurrences o WHERE o.workspace_id = $1 AND o.finished_at < $2 AND \(isOver("o")))
                AND \(isForgettable)
                """),
        Kind(
            name: "occurrences", setting: "keep_runs_days", table: "occurrences",
            isOld: """
                t.finished_at < $2 AND \(isOver("t"))
                AND NOT EXISTS (\(AgentRuns.all(of: "t.id", "1")))
                """),
        Kind(
            name: "model calls", setting: "keep_model_calls_days", table: "model_calls", isOld: "t.day < $2 AND t.outcome <> 'open'", isByDay: true),
    ]

    /// How many rows one commit removes.
    package static let slice: Int64 = 500

    /// The days of each kind's setting, in the order of `kinds`; null for ever.
    package static func days(_ workspace: WorkspaceID) -> SQL {
        SQL("SELECT \(kinds.map(\.setting).joined(separator: ", ")) FROM workspaces WHERE id = $1", [.workspace(workspace)])
    }

    /// Removes a slice of what is old: of the last statement `id` of each.
    package static func delete(_ kind: Kind, in workspace: WorkspaceID, days: Int64, now: Timestamp) -> [SQL] {
        let arguments: [SQLValue] = [.workspace(workspace), kind.limit(days, now), .integer(slice)]
        let (release, goes) = kind.table == AgentRuns.table.name ? ([releaseMessages(of: kind)], " AND \(message) IS NULL") : ([], "")
        let delete = """
            DELETE FROM \(kind.table) WHERE \(Unindexed.workspace) AND id IN (
                SELECT t.id FROM \(kind.table) t WHERE t.workspace_id = $1 AND \(kind.isOld)\(goes) LIMIT $3)
            RETURNING id
            """
        return (release + [delete]).map { SQL($0, arguments) }
    }

    /// Takes runs that are about to go out of the messages that they wrote: who has read such a message is to see that it has changed.
    private static func releaseMessages(of kind: Kind) -> String {
        """
        UPDATE communications SET run_id = NULL, version = version + 1 WHERE \(Unindexed.workspace) AND id IN (
            SELECT \(message) FROM \(kind.table) t WHERE t.workspace_id = $1 AND \(kind.isOld) AND \(message) IS NOT NULL LIMIT $3)
        """
    }

    /// The message that the run `t` wrote. A sub-select of one value is looked up by its index, where a join might read every message.
    private static let message = "(SELECT m.id FROM communications m WHERE m.workspace_id = $1 AND m.run_id = t.id)"

    /// How many rows are old: `count`.
    package static func count(_ kind: Kind, in workspace: WorkspaceID, days: Int64, now: Timestamp) -> SQL {
        SQL("SELECT COUNT(*) FROM \(kind.table) t WHERE t.workspace_id = $1 AND \(kind.isOld)", [.workspace(workspace), kind.limit(days, now)])
            .long()
    }

    /// Where chats go, forgets the short form of messages that are all gone.
    package static func forgetSummaries(_ workspace: WorkspaceID) -> SQL {
        SQL(
            """
            UPDATE conversations SET summary = NULL, version = version + 1 WHERE workspace_id = $1 AND summary IS NOT NULL
            AND EXISTS (SELECT 1 FROM workspaces w WHERE w.id = $1 AND w.keep_conversations_days IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM communications m WHERE m.workspace_id = $1 AND m.id = conversations.summary_through)
            """, [.workspace(workspace)])
    }

    // MARK: Once a day

    private static let day = Duration.seconds(86_400)
    /// After so long another instance takes over from one that is gone.
    private static let lease = Duration.seconds(900)

    /// Takes the day's work of a workspace, where it is due: one row.
    package static func claim(_ workspace: WorkspaceID, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO retention_runs (workspace_id, due_at) VALUES ($1, $2)
            ON CONFLICT (workspace_id) DO UPDATE SET due_at = excluded.due_at WHERE retention_runs.due_at <= $3 RETURNING workspace_id
            """, [.workspace(workspace), .time(now.adding(lease)), .time(now)])
    }

    /// - Parameter deleted: what went, as JSON.
    package static func finish(_ workspace: WorkspaceID, deleted: String, now: Timestamp) -> SQL {
        SQL(
            "UPDATE retention_runs SET due_at = $2, finished_at = $3, deleted = $4 WHERE workspace_id = $1",
            [.workspace(workspace), .time(now.adding(day)), .time(now), .text(deleted)])
    }
}

extension Retention.Kind {
    fileprivate func limit(_ days: Int64, _ now: Timestamp) -> SQLValue {
        let moment = now.adding(.seconds(-86_400 * days))
        return isByDay ? .date(moment.localDate(in: .gmt)) : .time(moment)
    }
}

package import Domain

/// The positions in sequences as a queue: looked at when their time has come, each change only while nobody else has made one.
package enum SequenceQueue {
    /// A position whose time has come.
    package struct Due: Sendable {
        package var id: Int64
        package var workspace: WorkspaceID
        package var agent: Int64
        package var contact: Int64
        /// The run of its last step; 0 where it is not there any more.
        package var run: Int64
        package var position: SequencePosition
        var version: Int64
    }

    /// Those of all workspaces, the earliest first.
    package static func due(now: Timestamp, limit: Int64) -> SQL {
        SQL(
            """
            SELECT p.id, p.workspace_id, p.agent_id, p.contact_id, p.version, p.step, p.next_step, p.wait_from, p.replied_at,
                COALESCE(r.id, 0), r.state, r.rule, m.status, COALESCE(m.sent_at, m.created_at, p.created_at)
            FROM sequence_positions p
            LEFT JOIN agent_runs r ON r.workspace_id = p.workspace_id AND r.agent_id = p.agent_id AND r.contact_id = p.contact_id AND r.step = p.step
            LEFT JOIN communications m ON m.workspace_id = p.workspace_id AND m.run_id = r.id
            WHERE p.state = 'active' AND p.wake_at <= $1 ORDER BY p.wake_at, p.id LIMIT $2
            """, [.time(now), .integer(limit)]
        ).plannedAnew()
    }

    /// When the next one's time comes: one row `wake_at`, null for never.
    package static let nextDue = SQL("SELECT MIN(wake_at) FROM sequence_positions WHERE state = 'active'")

    package static func due(_ rows: [Row]) -> [Due] {
        rows.map { row in
            Due(
                id: row.integer(0), workspace: WorkspaceID(row.integer(1)), agent: row.integer(2), contact: row.integer(3), run: row.integer(9),
                position: SequencePosition(
                    step: Int(row.integer(5)), next: row.optionalInteger(6).map(Int.init),
                    waitFrom: row.optionalInteger(7).map(Timestamp.init(milliseconds:)),
                    repliedAt: row.optionalInteger(8).map(Timestamp.init(milliseconds:)), message: message(row)),
                version: row.integer(4))
        }
    }

    /// A run or a message that somebody has deleted counts as sent: it is no reason to write it again.
    private static func message(_ row: Row) -> SequencePosition.Message {
        switch (row.optionalText(10), row.optionalText(12)) {
        case ("queued", _), ("running", _), ("failed", _), (_, "draft"): .underWay
        case ("dead", _): .failed
        case ("cancelled", _): row.optionalText(11).map(SequencePosition.Message.keptOut) ?? .failed
        case (_, "rejected"): .rejected
        default: .sent(row.time(13))
        }
    }

    /// What becomes of a position.
    package struct Change: Sendable {
        package enum State: String, Sendable { case active, done, stopped }

        package var due: Due
        package var state = State.active
        package var step: Int
        package var next: Int?
        package var waitFrom: Timestamp?
        package var wakeAt: Timestamp?
        package var why: String?
        /// Whether an answer that has come is dealt with.
        package var forgetsReply = false

        package init(_ due: Due) {
            self.due = due
            step = due.position.step
            next = due.position.next
            waitFrom = due.position.waitFrom
        }
    }

    /// Each only while the position is as it was read.
    package static func apply(_ changes: [Change], now: Timestamp) -> SQL {
        let rows = ValueRows(
            [
                "id": .integer, "workspace_id": .integer, "version": .integer, "state": .text, "step": .integer, "next_step": .integer,
                "wait_from": .integer, "wake_at": .integer, "why": .text, "forgets_reply": .integer,
            ],
            changes.map { change in
                [
                    .integer(change.due.id), .workspace(change.due.workspace), .integer(change.due.version), .text(change.state.rawValue),
                    .integer(Int64(change.step)), .integer(Int64(change.next ?? -1)), .integer(change.waitFrom?.milliseconds ?? -1),
                    .integer(change.wakeAt?.milliseconds ?? -1), .text(change.why ?? ""), .integer(change.forgetsReply ? 1 : 0),
                ]
            }, after: 1)
        return SQL(
            """
            WITH \(rows.definition(of: "changes"))
            UPDATE sequence_positions SET state = changes.state, step = changes.step, next_step = NULLIF(changes.next_step, -1),
                wait_from = NULLIF(changes.wait_from, -1), wake_at = NULLIF(changes.wake_at, -1), why = NULLIF(changes.why, ''),
                replied_at = CASE WHEN changes.forgets_reply = 1 THEN NULL ELSE sequence_positions.replied_at END,
                updated_at = $1, version = sequence_positions.version + 1
            FROM changes WHERE sequence_positions.id = changes.id AND sequence_positions.workspace_id = changes.workspace_id
                AND sequence_positions.version = changes.version AND sequence_positions.state || '' = 'active'
            """, [.time(now)] + rows.arguments
        ).plannedAnew()
    }

    /// A step that is taken: to which contact, and when it may be written.
    package struct Taking: Sendable {
        package var due: Due
        package var step: Int
        package var notBefore: Timestamp

        package init(_ due: Due, step: Int, notBefore: Timestamp) {
            self.due = due
            self.step = step
            self.notBefore = notBefore
        }
    }

    /// The runs of steps, each once for a contact: to stand before `apply` in the commit, as it asks for the positions as they were.
    package static func runs(_ takings: [Taking], now: Timestamp) -> SQL {
        let rows = ValueRows(
            ["id": .integer, "version": .integer, "step": .integer, "not_before": .integer],
            takings.map { [.integer($0.due.id), .integer($0.due.version), .integer(Int64($0.step)), .time($0.notBefore)] }, after: 1)
        return SQL(
            """
            WITH \(rows.definition(of: "taken"))
            INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, agent_id, agent_version, trigger, state, attempts, step,
                next_attempt_at, sample, created_at, updated_at, version)
            SELECT p.workspace_id, c.user_id, c.id, a.agent_type, a.id, a.version, 'sequence', 'queued', 0, taken.step, taken.not_before, c.sample,
                $1, $1, 1
            FROM taken CROSS JOIN sequence_positions p CROSS JOIN agents a CROSS JOIN contacts c
            WHERE p.id = taken.id AND p.version = taken.version AND p.state || '' = 'active' AND a.id = p.agent_id AND a.workspace_id = p.workspace_id
                AND c.id = p.contact_id AND c.workspace_id = p.workspace_id
            ON CONFLICT DO NOTHING
            """, [.time(now)] + rows.arguments
        ).plannedAnew()
    }

    /// Queues runs again that a rule kept from being written.
    package static func retry(_ runs: [(run: Int64, workspace: WorkspaceID, notBefore: Timestamp)], now: Timestamp) -> SQL {
        let rows = ValueRows(
            ["id": .integer, "workspace_id": .integer, "not_before": .integer],
            runs.map { [.integer($0.run), .workspace($0.workspace), .time($0.notBefore)] }, after: 1)
        return SQL(
            """
            WITH \(rows.definition(of: "again"))
            UPDATE agent_runs SET state = 'queued', rule = NULL, error = NULL, attempts = 0, next_attempt_at = again.not_before, finished_at = NULL,
                updated_at = $1, version = agent_runs.version + 1
            FROM again WHERE agent_runs.id = again.id AND agent_runs.workspace_id = again.workspace_id AND agent_runs.state || '' = 'cancelled'
                AND agent_runs.rule IS NOT NULL
            """, [.time(now)] + rows.arguments
        ).plannedAnew()
    }
}

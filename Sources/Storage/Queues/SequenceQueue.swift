package import Domain

/// The positions in sequences as a queue: looked at when their time has come, each change only while nobody else has made one.
package enum SequenceQueue {
    /// A position whose time has come.
    package struct Due: Sendable, Equatable {
        package var id: Int64
        package var agent: Int64
        package var contact: Int64
        /// The run of its last step; 0 where it is not there any more.
        package var run: Int64
        package var position: SequencePosition
        var version: Int64
    }

    /// The workspaces in which a position's time has come: `id`.
    package static func dueWorkspaces(now: Timestamp) -> SQL {
        DueWork.workspaces(in: "sequence_positions q", where: "q.state = 'active' AND q.wake_at IS NOT NULL", at: "q.wake_at", now: now)
    }

    /// A workspace's, the earliest first.
    package static func due(_ workspace: WorkspaceID, now: Timestamp, limit: Int64) -> SQL {
        SQL(
            "\(selection) WHERE p.workspace_id = $1 AND p.state = 'active' AND p.wake_at <= $2 ORDER BY p.wake_at, p.id LIMIT $3",
            [.workspace(workspace), .time(now), .integer(limit)]
        ).plannedAnew()
    }

    /// Some of a workspace's that are under way, as of `due`.
    package static func some(_ workspace: WorkspaceID, ids: [Int64]) -> SQL {
        SQL(
            "\(selection) WHERE \(Unindexed.workspace(of: "p")) AND p.id IN (\(placeholders(2...ids.count + 1))) AND p.state || '' = 'active'",
            [.workspace(workspace)] + ids.map(SQLValue.integer)
        ).oneOff()
    }

    private static let selection = """
        SELECT p.id, p.agent_id, p.contact_id, p.version, p.step, p.next_step, p.branched_at, p.replied_at, COALESCE(r.id, 0), r.state, r.rule,
            m.status, COALESCE(m.sent_at, m.created_at, p.step_at),
            (SELECT MAX(CASE \(Delivered.rank) END) FROM deliveries d WHERE d.workspace_id = p.workspace_id AND d.communication_id = m.id), r.finished_at
        FROM sequence_positions p
        LEFT JOIN agent_runs r ON r.workspace_id = p.workspace_id AND r.agent_id = p.agent_id AND r.contact_id = p.contact_id AND r.step = p.step
            AND r.step IS NOT NULL
        LEFT JOIN communications m ON m.workspace_id = p.workspace_id AND m.run_id = r.id
        """

    /// When the next one's time comes, of all workspaces: one row `wake_at`, null for never.
    package static let nextDue = SQL(
        """
        SELECT MIN((
            SELECT q.wake_at FROM sequence_positions q
            WHERE q.workspace_id = w.id AND q.state = 'active' AND q.wake_at IS NOT NULL ORDER BY q.wake_at LIMIT 1)) FROM workspaces w
        """)

    /// - Parameter rows: of `due` or `some`.
    package static func due(_ rows: [Row]) -> [Due] { rows.map(Due.init) }

    /// Moves positions on, with the runs for the steps that are taken, those that are tried again and those that an answer
    /// has made idle; each only while its position is as it was read.
    ///
    /// Whoever plans for the workspace's contacts waits meanwhile, and so do the contacts' answers.
    package static func advance(_ workspace: WorkspaceID, _ changes: [Change], now: Timestamp) -> [SQL] {
        let takings = changes.filter { $0.writing == .take }
        let chosen = { writing in changes.filter { $0.writing == writing } }
        let (retries, cancelled, forgotten) = (chosen(.retry), chosen(.cancel), chosen(.forget))
        let runs = [(SequenceRuns.retry, retries), (SequenceRuns.cancel, cancelled), (SequenceRuns.free, forgotten)]
            .compactMap { statement, changes in changes.isEmpty ? nil : statement(workspace, changes, now) }
        // The occurrences first, as whoever makes or cancels their runs does.
        let changed = (retries + cancelled + forgotten).map(\.due.run)
        return (changed.isEmpty ? [] : [Batches.lock(ofRuns: changed, workspace)])
            + [ContactHolds.lock(workspace), lock(workspace, changes)] + (takings.isEmpty ? [] : [SequenceRuns.insert(workspace, takings, now)])
            + runs + (forgotten.isEmpty ? [] : [forget(workspace, forgotten)]) + [apply(workspace, changes, now)]
    }

    private static func forget(_ workspace: WorkspaceID, _ changes: [Change]) -> SQL {
        SQL(
            """
            DELETE FROM sequence_positions WHERE workspace_id = $1 AND state = 'active'
            AND (\(changes.indices.map { "id = $\(2 * $0 + 2) AND version = $\(2 * $0 + 3)" }.joined(separator: " OR ")))
            AND NOT EXISTS (
                SELECT 1 FROM agent_runs r WHERE r.workspace_id = $1 AND r.agent_id = sequence_positions.agent_id
                AND r.contact_id = sequence_positions.contact_id AND r.step = sequence_positions.step)
            """, [.workspace(workspace)] + changes.flatMap { [.integer($0.due.id), .integer($0.due.version)] }
        ).oneOff()
    }

    private static func lock(_ workspace: WorkspaceID, _ changes: [Change]) -> SQL {
        SQL(
            "UPDATE sequence_positions SET version = version WHERE \(Unindexed.workspace) AND id IN (\(placeholders(2...changes.count + 1)))",
            [.workspace(workspace)] + changes.map { .integer($0.due.id) }
        ).oneOff()
    }

    private static func apply(_ workspace: WorkspaceID, _ changes: [Change], _ now: Timestamp) -> SQL {
        let rows = ValueRows(
            [
                "id": .integer, "version": .integer, "state": .text, "step": .integer, "next_step": .integer, "branched_at": .integer,
                "wake_at": .integer, "why": .text, "is_new": .integer,
            ],
            changes.map { change in
                [
                    .integer(change.due.id), .integer(change.due.version), .text(change.state.rawValue), .integer(Int64(change.step)),
                    .integer(Int64(change.next ?? -1)), .integer(change.branchedAt?.milliseconds ?? -1),
                    .integer(change.wakeAt?.milliseconds ?? -1), .text(change.why ?? ""), .integer(change.writing == .take ? 1 : 0),
                ]
            }, after: [.workspace(workspace), .time(now)])
        return rows.statement("changes", by: "sequence_positions.id") { changes in
            """
            UPDATE sequence_positions SET state = \(changes["state"]), step = \(changes["step"]), next_step = NULLIF(\(changes["next_step"]), -1),
                branched_at = NULLIF(\(changes["branched_at"]), -1), wake_at = NULLIF(\(changes["wake_at"]), -1),
                why = NULLIF(\(changes["why"]), ''),
                replied_at = CASE WHEN \(changes["is_new"]) = 1 THEN NULL ELSE sequence_positions.replied_at END,
                step_at = CASE WHEN \(changes["is_new"]) = 1 THEN $2 ELSE sequence_positions.step_at END,
                updated_at = $2, version = sequence_positions.version + 1
            FROM \(changes.rows) WHERE \(changes.areMatched) AND +sequence_positions.workspace_id = $1
                AND sequence_positions.version = \(changes["version"]) AND sequence_positions.state || '' = 'active'
            """
        }
    }
}

extension SequenceQueue {
    /// What becomes of a position.
    package struct Change: Sendable {
        package enum State: String, Sendable { case active, done, stopped }
        /// What becomes of the step's run.
        package enum Writing: Sendable {
            case take, retry, cancel
            /// It was no step of the sequence, which has not begun.
            case forget
        }

        package var due: Due
        package var state = State.active
        /// With `take` the new one.
        package var step: Int
        package var next: Int?
        package var branchedAt: Timestamp?
        package var wakeAt: Timestamp?
        package var why: String?
        package var writing: Writing?
        /// From when on a message may be written; nil where none is.
        package var notBefore: Timestamp?

        package init(_ due: Due) {
            self.due = due
            step = due.position.step
            next = due.position.branch?.step
            branchedAt = due.position.branch?.from
        }
    }
}

extension SequenceQueue.Due {
    fileprivate init(_ row: Row) {
        func time(_ index: Int) -> Timestamp? { row.optionalInteger(index).map(Timestamp.init(milliseconds:)) }
        let branch = time(6).map { SequencePosition.Branch(step: Int(row.integer(5)), from: $0) }
        self.init(
            id: row.integer(0), agent: row.integer(1), contact: row.integer(2), run: row.integer(8),
            position: SequencePosition(step: Int(row.integer(4)), branch: branch, repliedAt: time(7), message: .init(row)), version: row.integer(3))
    }
}

extension SequencePosition.Message {
    /// A run or a message that somebody has deleted counts as sent: it is no reason to write it again.
    fileprivate init(_ row: Row) {
        switch (row.optionalText(9), row.optionalText(11)) {
        case ("queued", _), ("running", _), ("failed", _), (_, "draft"): self = .underWay
        case ("dead", _) where row.optionalText(10) == RunQueue.noText: self = .wordless(row.time(14))
        case ("dead", _): self = .failed
        case ("cancelled", _): self = row.optionalText(10) == nil ? .cancelled : .keptOut
        // What is rejected and was on its way to somebody was stopped there.
        case (_, "rejected") where row.optionalInteger(13) == nil: self = .rejected
        default: self = row.optionalInteger(13).flatMap(Delivered.init)?.message(sentAt: row.time(12)) ?? .sent(row.time(12))
        }
    }
}

/// What has become of a message's deliveries, where it has not got to anybody; the greatest of them counts.
private enum Delivered: Int64 {
    case withheld, undeliverable, waiting, arrived

    static let rank =
        """
        WHEN d.state = 'delivered' OR d.state = 'unknown' THEN 3 WHEN d.state <> 'cancelled' AND d.state <> 'dead' THEN 2
            WHEN d.may_have_arrived = 1 THEN 3 WHEN d.state = 'dead' THEN 1 ELSE 0
        """

    func message(sentAt time: Timestamp) -> SequencePosition.Message? {
        switch self {
        case .withheld: .withheld
        case .undeliverable: .failed
        case .waiting: .leaving(time)
        case .arrived: nil
        }
    }
}

import Domain

/// The runs of a sequence's steps. Each statement stands before the one that moves the positions, as it asks for them as they
/// were read.
enum SequenceRuns {
    /// A queued run for each step that is taken; a step has one for a contact, ever.
    static func insert(_ workspace: WorkspaceID, _ changes: [SequenceQueue.Change], _ now: Timestamp) -> SQL {
        rows(changes, by: \.id, workspace, now).statement("chosen", by: "p.id") { chosen in
            """
            INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, agent_id, agent_version, trigger, state, attempts, step,
                next_attempt_at, sample, created_at, updated_at, version)
            SELECT p.workspace_id, c.user_id, c.id, a.agent_type, a.id, a.version, 'sequence', 'queued', 0, \(chosen["step"]),
                \(chosen["not_before"]), c.sample, $2, $2, 1
            FROM \(chosen.rows) CROSS JOIN sequence_positions p CROSS JOIN agents a CROSS JOIN contacts c
            WHERE \(chosen.areMatched) AND \(isActive) AND p.version = \(chosen["version"])
                AND a.workspace_id = $1 AND a.id = +p.agent_id AND c.workspace_id = $1 AND c.id = +p.contact_id
            ON CONFLICT DO NOTHING
            """
        }
    }

    /// Queues runs again that a rule has kept from being written; where their occurrence is paused or has a rate they wait like the others.
    static func retry(_ workspace: WorkspaceID, _ changes: [SequenceQueue.Change], _ now: Timestamp) -> SQL {
        update(
            workspace, changes, now,
            where: """
                agent_runs.state || '' = 'cancelled' AND agent_runs.rule IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM occurrences x WHERE x.workspace_id = $1 AND x.id = agent_runs.occurrence_id AND x.cancelled_at IS NOT NULL)
                """
        ) { chosen in
            """
            state = 'queued', rule = NULL, error = NULL, attempts = 0, finished_at = NULL,
                \(Batches.begin(at: chosen["not_before"]))
            """
        }
    }

    /// Cancels runs that an answer has made idle, where they are not being written yet.
    static func cancel(_ workspace: WorkspaceID, _ changes: [SequenceQueue.Change], _ now: Timestamp) -> SQL {
        update(workspace, changes, now, where: "agent_runs.state || '' IN ('queued', 'failed')") { _ in
            "state = 'cancelled', next_attempt_at = NULL, finished_at = $2"
        }
    }

    /// Has cancelled runs be no step, so that their contacts may begin the sequence with another.
    static func free(_ workspace: WorkspaceID, _ changes: [SequenceQueue.Change], _ now: Timestamp) -> SQL {
        update(workspace, changes, now, where: "agent_runs.state || '' = 'cancelled'") { _ in "step = NULL" }
    }

    private static func update(
        _ workspace: WorkspaceID, _ changes: [SequenceQueue.Change], _ now: Timestamp, where condition: String,
        _ assignments: (ValueRows.Terms) -> String
    ) -> SQL {
        rows(changes, by: \.run, workspace, now).statement("chosen", by: "agent_runs.id") { chosen in
            """
            UPDATE agent_runs SET \(assignments(chosen)), updated_at = $2, version = agent_runs.version + 1 FROM \(chosen.rows)
            WHERE \(chosen.areMatched) AND +agent_runs.workspace_id = $1 AND \(condition) AND \(chosen["version"]) = (
                SELECT p.version FROM sequence_positions p WHERE p.id = \(chosen["position"]) AND \(isActive))
            """
        }
    }

    private static let isActive = "+p.workspace_id = $1 AND p.state || '' = 'active'"

    /// - Parameter key: by what of a position the statement finds its rows.
    private static func rows(
        _ changes: [SequenceQueue.Change], by key: KeyPath<SequenceQueue.Due, Int64>, _ workspace: WorkspaceID, _ now: Timestamp
    ) -> ValueRows {
        ValueRows(
            ["id": .integer, "position": .integer, "version": .integer, "step": .integer, "not_before": .integer],
            changes.map { change in
                [
                    .integer(change.due[keyPath: key]), .integer(change.due.id), .integer(change.due.version), .integer(Int64(change.step)),
                    .integer(change.notBefore?.milliseconds ?? 0),
                ]
            }, after: [.workspace(workspace), .time(now)])
    }
}

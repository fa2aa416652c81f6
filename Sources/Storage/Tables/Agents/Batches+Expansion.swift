package import Domain

/// What an occurrence that is paused, has a rate or is cancelled means for the runs that are still being made of it.
///
/// Whoever makes runs first takes the lock of the occurrence's row, so that nobody pauses or cancels it between the making
/// and the commit, and at the end places what is new.
extension Batches {
    /// SQL, over an `agent_runs` row of the workspace `$1`: whether its occurrence is paused or has a rate.
    static let holdsBack =
        """
        EXISTS (SELECT 1 FROM occurrences o WHERE o.workspace_id = $1 AND o.id = agent_runs.occurrence_id
            AND (o.paused = 1 OR o.rate_per_minute IS NOT NULL) AND o.state IN ('planned', 'running') AND o.cancelled_at IS NULL)
        """

    /// Assignments that have a run begin at a time, or keep it for when its occurrence lets it go.
    static func begin(at time: String) -> String {
        "next_attempt_at = CASE WHEN \(holdsBack) THEN NULL ELSE \(time) END, resumes_at = CASE WHEN \(holdsBack) THEN \(time) END"
    }

    // MARK: Locks

    /// Keeps others from changing the occurrence of a run until the commit ends: to stand before `AgentRuns.setState`, so
    /// that a run queued again does not slip past a pause of the same moment.
    package static func lock(ofRun id: Int64, _ workspace: WorkspaceID) -> SQL {
        lock(
            "\(Unindexed.workspace) AND id = (SELECT r.occurrence_id FROM agent_runs r WHERE r.workspace_id = $1 AND r.id = $2)", workspace,
            [.integer(id)])
    }

    /// The same of many runs, their occurrences in one order for all who do so.
    static func lock(ofRuns ids: [Int64], _ workspace: WorkspaceID) -> SQL {
        SQL(
            """
            SELECT o.id FROM occurrences o WHERE \(Unindexed.workspace(of: "o")) AND o.id IN (
                SELECT r.occurrence_id FROM agent_runs r WHERE r.workspace_id = $1 AND r.id IN (\(placeholders(2...ids.count + 1))))
            ORDER BY o.id {{lock}}
            """, [.workspace(workspace)] + ids.map(SQLValue.integer)
        ).oneOff()
    }

    /// To stand before `Occurrences.expand`.
    package static func lock(_ slice: Occurrences.Slice) -> SQL {
        lock(
            "workspace_id = $1 AND \(due("$2", "$3", "$4"))", slice.workspace, [.time(slice.due), .text(slice.agent.rawValue), .text(slice.trigger)])
    }

    /// To stand before `ContactRuns.expand`.
    package static func lock(_ slice: ContactRuns.Slice) -> SQL {
        lock(
            "workspace_id = $1 AND \(due("$2", "$3", "$4"))", slice.workspace, [.time(slice.due), .text(slice.agent.rawValue), .text(slice.trigger)])
    }

    /// To stand before the runs of occurrences that events have made.
    package static func lock(_ occurrences: [Int64], _ workspace: WorkspaceID) -> SQL {
        lock("\(Unindexed.workspace) AND id IN (\(placeholders(2...occurrences.count + 1)))", workspace, occurrences.map(SQLValue.integer)).oneOff()
    }

    private static func lock(_ which: String, _ workspace: WorkspaceID, _ arguments: [SQLValue]) -> SQL {
        SQL("UPDATE occurrences SET version = version WHERE \(which)", [.workspace(workspace)] + arguments)
    }

    private static func due(_ time: String, _ agent: String, _ trigger: String) -> String {
        "due_at = \(time) AND agent_type = \(agent) AND trigger = \(trigger)"
    }

    // MARK: New runs

    /// Holds back the new runs of a slice where their occurrence is paused or has a rate: to stand after `Occurrences.expand`.
    package static func place(_ slice: Occurrences.Slice) -> SQL {
        place(
            "contact_id IS NULL AND user_id > $2 AND user_id <= $3", "workspace_id = $1 AND occurrence_id = (\(held(due("$4", "$5", "$6"))))",
            slice.workspace,
            [
                .integer(slice.after), .integer(slice.through ?? .max), .time(slice.due), .text(slice.agent.rawValue), .text(slice.trigger),
            ])
    }

    /// The same of contacts, after `ContactRuns.expand`.
    ///
    /// - Parameter through: as there; where a cap makes the slices they are told by nobody having touched them.
    package static func place(_ slice: ContactRuns.Slice, through: Int64?) -> SQL {
        place(
            "contact_id > $2 AND contact_id <= $3", "workspace_id = $1 AND occurrence_id = (\(held(due("$4", "$5", "$6"))))", slice.workspace,
            [
                .integer(slice.after), .integer(through ?? .max), .time(slice.due), .text(slice.agent.rawValue), .text(slice.trigger),
            ])
    }

    /// The same of occurrences that events have made.
    package static func place(_ occurrences: [Int64], _ workspace: WorkspaceID) -> SQL {
        let ids = placeholders(2...occurrences.count + 1)
        return place(
            AgentRuns.areUnfinished("agent_runs"), "\(Unindexed.workspace) AND occurrence_id IN (\(held("id IN (\(ids))")))", workspace,
            occurrences.map(SQLValue.integer)
        ).oneOff()
    }

    /// Those of the runs that nobody has touched since they were made.
    private static func place(_ range: String, _ occurrence: String, _ workspace: WorkspaceID, _ arguments: [SQLValue]) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET resumes_at = next_attempt_at, next_attempt_at = NULL
            WHERE \(occurrence) AND \(range) AND state || '' = 'queued' AND version = 1 AND next_attempt_at IS NOT NULL
            """, [.workspace(workspace)] + arguments)
    }

    private static func held(_ which: String) -> String {
        "SELECT id FROM occurrences WHERE workspace_id = $1 AND \(which) AND (paused = 1 OR rate_per_minute IS NOT NULL)"
    }

    /// Gives an occurrence that is being made its rate: to stand before `place`.
    package static func beginAt(rate: Int64, _ workspace: WorkspaceID, _ agent: AgentType, due time: Timestamp, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE occurrences SET rate_per_minute = $5, released_through = $6
            WHERE workspace_id = $1 AND \(due("$2", "$3", "$4"))
            """, [.workspace(workspace), .time(time), .text(agent.rawValue), .text("batch"), .integer(rate), .time(now)])
    }
}

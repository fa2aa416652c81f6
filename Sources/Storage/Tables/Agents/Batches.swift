package import Domain

/// What a person can do with an occurrence while it goes on: pause it, let it go on, slow it down, cancel it.
///
/// A run that is held back has no `next_attempt_at`: no index of due work names it, so a million of them cost a claim
/// nothing and stand in the way of no other run of their people. A run under way loses its time too, and whatever puts it
/// back into the queue leaves it without one, so that it waits like the others. Every change first takes the lock of the
/// occurrence's row and looks at the runs in a statement of its own, which then sees all that others have made. When a run
/// would be due is kept in `resumes_at`: a pause changes neither the hours of contacts nor the time of another attempt. What a rate
/// has let go has both, so that it waits for the rate again where it comes back into the queue.
package enum Batches {
    /// What a person may set.
    package static let rate = Field.optional(
        "rate_per_minute", .integer(1...100_000), "How many of its runs begin in a minute at most; null for as many as the workers can.")

    /// Holds back everything that is not under way.
    ///
    /// - Throws in the commit: `BatchHasEnded`.
    package static func pause(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> [SQL] {
        [change(workspace, id, "paused = 1", now)] + hold(workspace, id, now)
    }

    /// Lets it go on: at its rate, or all at once.
    ///
    /// - Throws in the commit: `BatchHasEnded`.
    package static func resume(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> [SQL] {
        [change(workspace, id, "paused = 0, released_through = $3", now)] + free(workspace, id, now)
    }

    /// Sets how many runs begin in a minute, other attempts after a failure among them; nil for as many as the workers can.
    ///
    /// - Throws in the commit: `BatchHasEnded`.
    package static func setRate(_ rate: Int64?, _ workspace: WorkspaceID, id: Int64, now: Timestamp) -> [SQL] {
        let occurrence = change(workspace, id, "rate_per_minute = CAST($4 AS BIGINT), released_through = $3", now, [.optional(rate)])
        return [occurrence] + (rate == nil ? free(workspace, id, now) : hold(workspace, id, now))
    }

    /// Ends it: what has no run yet gets none, what waits is not written. What is under way ends; where it fails it is not
    /// tried again (`settleCancelled`).
    ///
    /// - Throws in the commit: `BatchHasEnded`.
    package static func cancel(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> [SQL] {
        let which: [SQLValue] = [.workspace(workspace), .integer(id), .time(now)]
        return [
            change(workspace, id, "state = 'running', paused = 0, cancelled_at = $3", now), ContactHolds.lock(workspace),
            cancelWaiting(which), hold("\(waiting), 'running'", workspace, id, now), cancelWaiting(which), forgetRules(which),
            SequencePositions.wake(
                workspace, "r.occurrence_id = $2 AND r.state = 'cancelled'", [.integer(id)], now: now),
            SQL(
                """
                UPDATE occurrences SET state = 'done', finished_at = $3, updated_at = $3, version = version + 1
                WHERE workspace_id = $1 AND id = $2 AND NOT EXISTS (
                    SELECT 1 FROM agent_runs r WHERE r.workspace_id = $1 AND r.occurrence_id = $2 AND \(AgentRuns.areUnfinished("r")))
                """, which),
        ]
    }

    /// Queues again what was given up, as after a model was away for long, also where all else of it has ended: then it goes on, at its rate.
    /// What a rule or a person has ended stays so, as does what may have been carried out (`RestoredWork`) and what nobody can write any more.
    /// Who has written since the runs were made is not written to: nobody has looked at each.
    ///
    /// - Throws in the commit: `NothingGivenUp`.
    package static func retry(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> [SQL] {
        let queue = SQL(
            """
            UPDATE agent_runs SET state = 'queued', rule = NULL, attempts = 0, finished_at = NULL, updated_at = $3, version = version + 1,
                \(begin(at: "CAST($3 AS BIGINT)"))
            WHERE \(Unindexed.workspace) AND occurrence_id = $2 AND \(Unindexed.text("state")) = 'dead' AND \(AgentRuns.hasAgent("agent_runs"))
            AND COALESCE(error, '') <> '\(RestoredWork.runReason)' AND EXISTS (
                SELECT 1 FROM occurrences o WHERE o.workspace_id = $1 AND o.id = $2 AND o.state IN ('planned', 'running') AND o.cancelled_at IS NULL)
            """, [.workspace(workspace), .integer(id), .time(now)])
        let reopen = SQL(
            """
            UPDATE occurrences SET state = 'running', finished_at = NULL, paused = 0, released_through = $3, updated_at = $3, version = version + 1
            WHERE workspace_id = $1 AND id = $2 AND state = 'done' AND cancelled_at IS NULL
            """, [.workspace(workspace), .integer(id), .time(now)])
        let goOn = SequencePositions.goOn(workspace, runsOf: id, now: now)
        return [
            lock([id], workspace), reopen, ContactHolds.lock(workspace),
            queue.unhurried().expecting(rows: 1...Int.max, orThrow: NothingGivenUp(id: id)), goOn.unhurried(),
        ]
    }

    /// A sequence tries again what a rule has kept from being written, but not what a person has cancelled.
    private static func forgetRules(_ which: [SQLValue]) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET rule = NULL, updated_at = $3, version = version + 1
            WHERE workspace_id = $1 AND occurrence_id = $2 AND state = 'cancelled' AND step IS NOT NULL AND rule IS NOT NULL
            """, which)
    }

    /// Gives up what was under way when its occurrence was cancelled and has come back to the queue. What a person has queued
    /// again since has a time and is written.
    static func settleCancelled(now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'cancelled', finished_at = $1, updated_at = $1, version = version + 1
            WHERE state IN ('queued', 'failed') AND next_attempt_at IS NULL AND (workspace_id, occurrence_id) IN (
                SELECT o.workspace_id, o.id FROM occurrences o WHERE o.state = 'running' AND o.cancelled_at IS NOT NULL)
            """, [.time(now)])
    }

    /// States in which runs wait. These are changed first and what is under way last, together with what has come back from there
    /// meanwhile: whoever records how a run has ended is not to wait for a million others.
    private static let waiting = "'queued', 'failed'"

    /// A run of the occurrence `$2` that has not ended, by the index of those.
    private static let isOfBatch = "\(Unindexed.workspace) AND occurrence_id = $2 AND \(AgentRuns.areUnfinished("agent_runs"))"

    private static func cancelWaiting(_ which: [SQLValue]) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'cancelled', next_attempt_at = NULL, finished_at = $3, updated_at = $3, version = version + 1
            WHERE \(isOfBatch) AND state IN (\(waiting))
            """, which
        ).unhurried()
    }

    /// - Parameter assignments: of the statement whose `$1` is the workspace, `$2` the occurrence, `$3` now and `$4` on `values`.
    private static func change(
        _ workspace: WorkspaceID, _ id: Int64, _ assignments: String, _ now: Timestamp, _ values: [SQLValue] = []
    ) -> SQL {
        SQL(
            """
            UPDATE occurrences SET \(assignments), updated_at = $3, version = version + 1
            WHERE workspace_id = $1 AND id = $2 AND state IN ('planned', 'running') AND cancelled_at IS NULL RETURNING id
            """, [.workspace(workspace), .integer(id), .time(now)] + values
        ).expectingOneRow(orThrow: BatchHasEnded(id: id))
    }

    private static func hold(_ workspace: WorkspaceID, _ id: Int64, _ now: Timestamp) -> [SQL] {
        [waiting, "\(waiting), 'running'"].map { hold($0, workspace, id, now) }
    }

    /// Takes their time from the runs in these states and keeps it for when they go on; a claim tells itself by the version, so runs under way keep theirs.
    private static func hold(_ states: String, _ workspace: WorkspaceID, _ id: Int64, _ now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET resumes_at = next_attempt_at, next_attempt_at = NULL, updated_at = $3,
                version = version + CASE WHEN state = 'running' THEN 0 ELSE 1 END
            WHERE \(isOfBatch) AND state IN (\(states)) AND next_attempt_at IS NOT NULL
            """, [.workspace(workspace), .integer(id), .time(now)]
        ).unhurried()
    }

    /// Gives back their time to those held back, or now where it has passed, where no rate lets them go; to nothing of what is paused.
    /// What is under way has it for the case that it comes back.
    private static func free(_ workspace: WorkspaceID, _ id: Int64, _ now: Timestamp) -> [SQL] {
        [waiting, "\(waiting), 'running'"].map { free($0, workspace, id, now) }
    }

    private static func free(_ states: String, _ workspace: WorkspaceID, _ id: Int64, _ now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET next_attempt_at = CASE
                    WHEN next_attempt_at IS NOT NULL THEN next_attempt_at WHEN resumes_at > $3 THEN resumes_at ELSE $3 END,
                resumes_at = NULL, updated_at = $3, version = version + CASE WHEN state = 'running' THEN 0 ELSE 1 END
            WHERE \(isOfBatch) AND state IN (\(states)) AND (next_attempt_at IS NULL OR resumes_at IS NOT NULL)
            AND EXISTS (
                SELECT 1 FROM occurrences o WHERE o.workspace_id = $1 AND o.id = $2 AND o.paused = 0 AND o.rate_per_minute IS NULL)
            """, [.workspace(workspace), .integer(id), .time(now)]
        ).unhurried()
    }
}

/// No run of an occurrence was given up that can be tried again.
package struct NothingGivenUp: Error, Equatable {
    package var id: Int64

    package init(id: Int64) { self.id = id }
}

/// There is nothing left of an occurrence that could be paused, slowed down or cancelled.
package struct BatchHasEnded: Error, Equatable {
    package var id: Int64

    package init(id: Int64) { self.id = id }
}

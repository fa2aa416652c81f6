package import Domain

/// Occurrences with a rate: their runs are held back and let go as time passes.
///
/// How far an occurrence is stands in its row, so any instance can go on where another has stopped, and time in which none
/// ran is not made up for.
package enum BatchRates {
    /// An occurrence of which something may be let go.
    package struct Rated: Sendable, Equatable {
        package var workspace: WorkspaceID
        package var id: Int64
        package var perMinute: Int64
        /// Up to when runs have been let go.
        package var through: Timestamp

        package init(_ workspace: WorkspaceID, id: Int64, perMinute: Int64, through: Timestamp) {
            self.workspace = workspace
            self.id = id
            self.perMinute = perMinute
            self.through = through
        }

        /// What may begin now.
        package struct Allowance: Sendable, Equatable {
            package var runs: Int64
            package var through: Timestamp
        }

        /// As many runs as fit into the time since the last ones, of which no more counts than `mostBehind` and one run's
        /// worth: what was not let go while nothing ran does not come all at once.
        package func allowance(at now: Timestamp) -> Allowance? {
            let longest = Self.mostBehind.milliseconds + (Self.minute + perMinute - 1) / perMinute
            let from = max(through.milliseconds, now.milliseconds - longest)
            let runs = (now.milliseconds - from) * perMinute / Self.minute
            guard runs > 0 else { return nil }
            // Rounded up, so that the rate is never exceeded by fractions of milliseconds.
            return Allowance(runs: runs, through: Timestamp(milliseconds: from + (runs * Self.minute + perMinute - 1) / perMinute))
        }

        private static let mostBehind = Duration.seconds(2)
        private static let minute: Int64 = 60_000
    }

    /// Those of which a run is due but for the rate, or still to be made: `workspace_id, id, rate_per_minute, released_through`.
    package static func rated(now: Timestamp) -> SQL {
        SQL(
            """
            SELECT o.workspace_id, o.id, o.rate_per_minute, o.released_through FROM occurrences o
            WHERE o.rate_per_minute IS NOT NULL AND o.state IN ('planned', 'running') AND o.paused = 0 AND o.cancelled_at IS NULL
            AND (o.state = 'planned' OR EXISTS (
                SELECT 1 FROM agent_runs r WHERE r.workspace_id = o.workspace_id AND r.occurrence_id = o.id AND r.state IN ('queued', 'failed')
                AND r.next_attempt_at IS NULL AND r.resumes_at <= $1))
            """, [.time(now)])
    }

    package static func rated(_ rows: [Row]) -> [Rated] {
        rows.map { Rated(WorkspaceID($0.integer(0)), id: $0.integer(1), perMinute: $0.integer(2), through: $0.time(3)) }
    }

    /// Lets so many runs go, the first ones first: of the second statement the runs. Does nothing where another instance has
    /// done so, or a person has changed the rate or paused it meanwhile.
    package static func release(_ rated: Rated, _ allowance: Rated.Allowance, now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                UPDATE occurrences SET released_through = $3
                WHERE workspace_id = $1 AND id = $2 AND released_through = $4 AND rate_per_minute = $5 AND paused = 0
                AND cancelled_at IS NULL RETURNING id
                """,
                [
                    .workspace(rated.workspace), .integer(rated.id), .time(allowance.through), .time(rated.through), .integer(rated.perMinute),
                ]
            ).expectingOneRow(orThrow: BatchMovedOn()),
            SQL(
                """
                UPDATE agent_runs SET next_attempt_at = $3, resumes_at = NULL, updated_at = $3, version = version + 1
                WHERE \(Unindexed.workspace) AND id IN (
                    SELECT r.id FROM agent_runs r
                    WHERE r.workspace_id = $1 AND r.occurrence_id = $2 AND r.state IN ('queued', 'failed') AND r.next_attempt_at IS NULL
                    AND r.resumes_at <= $3 ORDER BY r.resumes_at, r.id LIMIT $4)
                RETURNING id
                """, [.workspace(rated.workspace), .integer(rated.id), .time(now), .integer(allowance.runs)]
            ).plannedAnew(),
        ]
    }
}

/// Another instance or a person has changed the occurrence in the same moment.
package struct BatchMovedOn: Error, Equatable {}

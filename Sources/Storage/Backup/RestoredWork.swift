package import Domain

/// What a restored database believes to be on its way, which may have gone out since the backup.
package enum RestoredWork {
    /// Why a restored run is `dead`.
    static let runReason = "Restored from a backup: it may have been carried out since."

    /// Leaves to a person what may have happened since: `id` of each delivery, then of each run.
    package static func settle(schema: Int64, now: Timestamp) -> [SQL] {
        guard schema >= Migration.deliveries.number else { return [] }
        return [
            SQL(
                """
                UPDATE deliveries SET state = 'unknown', next_attempt_at = NULL, lease_owner = NULL, lease_expires_at = NULL, finished_at = $1,
                    error = $2, updated_at = $1, version = version + 1
                WHERE state IN ('queued', 'failed', 'sending') RETURNING id
                """, [.time(now), .text("Restored from a backup: it may have been sent since.")]
            ).unhurried().byStatistics(),
            // A run that is carried out anew writes another message, with a delivery of its own.
            SQL(
                """
                UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL, lease_owner = NULL, lease_expires_at = NULL, finished_at = $1,
                    error = $2, updated_at = $1, version = version + 1
                WHERE state IN ('queued', 'failed', 'running') RETURNING id
                """, [.time(now), .text(runReason)]
            ).unhurried().byStatistics(),
            // Whoever has no run yet may have had one since.
            SQL(
                "UPDATE occurrences SET state = 'missed', \(schema >= Migration.agents.number ? "missed_because = 'late', " : "")finished_at = $1, updated_at = $1, version = version + 1 WHERE state = 'planned'",
                [.time(now)]
            ).unhurried().byStatistics(),
        ] + (schema >= Migration.agents.number ? [catchUp(until: now)] : [])
            + (schema >= Migration.accountMails.number ? [AccountMails.removeAll] : [])
    }

    /// What an agent that catches up without a limit was due for since the backup has been written by the database it was made of.
    private static func catchUp(until now: Timestamp) -> SQL {
        SQL("UPDATE agents SET planned_through = $1 WHERE catch_up <> 'skip' AND planned_through < $1", [.time(now)])
    }
}

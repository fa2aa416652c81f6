package import Domain

extension RunQueue {
    /// Ends a claimed run for good because something stands between it and its contact.
    ///
    /// - Parameters:
    ///   - rule: the rule's key; nil where there is nobody to write to any more.
    ///   - reason: the same in words.
    package static func bar(_ claim: Claim, owner: String, rule: String?, reason: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'cancelled', rule = $3, error = $4, next_attempt_at = NULL, finished_at = $5, lease_owner = NULL,
                lease_expires_at = NULL, updated_at = $5, version = version + 1
            WHERE id = $1 AND lease_owner = $2 AND state = 'running' AND workspace_id = $6 AND version = $7
            """,
            [
                .integer(claim.id), .text(owner), .optional(rule), .text(reason), .time(now), .workspace(claim.person.workspace),
                .integer(claim.fence),
            ])
    }

    /// Gives a claimed run to whoever looks after its contact now, to be claimed again; the attempt does not count.
    package static func handOver(_ claim: Claim, owner: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'queued', attempts = attempts - 1, lease_owner = NULL, lease_expires_at = NULL, updated_at = $3,
                version = version + 1, user_id = COALESCE((
                    SELECT c.user_id FROM contacts c WHERE c.workspace_id = $4 AND c.id = agent_runs.contact_id), user_id)
            WHERE id = $1 AND lease_owner = $2 AND state = 'running' AND workspace_id = $4 AND version = $5
            """, [.integer(claim.id), .text(owner), .time(now), .workspace(claim.person.workspace), .integer(claim.fence)])
    }

    /// Puts a claimed run back until its time has come; the attempt does not count.
    ///
    /// - Parameter budget: why it waits, where that is for a budget; it goes on early once that has grown (`goOnWithBudget`).
    package static func postpone(_ claim: Claim, owner: String, until time: Timestamp, budget reason: String? = nil, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'queued', attempts = attempts - 1, \(due("CAST($3 AS BIGINT)")), lease_owner = NULL, lease_expires_at = NULL,
                rule = $7, error = COALESCE($8, error), updated_at = $4, version = version + 1
            WHERE id = $1 AND lease_owner = $2 AND state = 'running' AND workspace_id = $5 AND version = $6
            """,
            [
                .integer(claim.id), .text(owner), .time(time), .time(now), .workspace(claim.person.workspace), .integer(claim.fence),
                reason == nil ? .null : .text(modelBudget), .optional(reason),
            ])
    }

    /// The `rule` of a run that has waited beyond its agent's last day.
    package static let ended = Rule.ended.rawValue

    /// The `rule` of a run whose template gives no text for its recipient.
    package static let noText = "no_text"

    /// The `rule` of a run that waits for a budget.
    package static let modelBudget = "model_budget"

    /// Lets runs that wait for a budget be tried again now.
    package static func goOnWithBudget(_ workspace: WorkspaceID, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET rule = NULL, error = NULL, \(due("CAST($2 AS BIGINT)")), updated_at = $2, version = version + 1
            WHERE workspace_id = $1 AND state IN ('queued', 'failed') AND rule = '\(modelBudget)'
            """, [.workspace(workspace), .time(now)]
        ).unhurried()
    }
}

package import Domain

extension RunQueue {
    /// A claimed run that something stands between and its contact.
    package struct Obstacle: Sendable {
        package var claim: Claim
        /// The rule's key; nil where there is nobody to write to any more.
        package var rule: String?
        /// The same in words.
        package var reason: String

        package init(_ claim: Claim, rule: String?, reason: String) {
            self.claim = claim
            self.rule = rule
            self.reason = reason
        }
    }

    /// Ends runs for good that are not to be written, each only while its claim is still the worker's.
    package static func bar(_ obstacles: [Obstacle], owner: String, now: Timestamp) -> SQL {
        let barred = ValueRows(
            ["workspace_id": .integer, "id": .integer, "fence": .integer, "rule": .text, "reason": .text],
            obstacles.map { held($0.claim) + [.text($0.rule ?? ""), .text($0.reason)] }, after: [.text(owner), .time(now)])
        return change("barred", barred) { barred in
            """
            state = 'cancelled', rule = NULLIF(\(barred["rule"]), ''), error = \(barred["reason"]), next_attempt_at = NULL, finished_at = $2,
            lease_owner = NULL, lease_expires_at = NULL
            """
        }
    }

    private static func held(_ claim: Claim) -> [SQLValue] {
        [.workspace(claim.person.workspace), .integer(claim.id), .integer(claim.fence)]
    }

    /// Changes claimed runs by the values of each, while its claim is still that of the worker `$1`; `$2` is the time.
    static func change(_ name: String, _ rows: ValueRows, returning: String = "", _ assignments: (ValueRows.Terms) -> String) -> SQL {
        rows.statement(name, by: "agent_runs.id") { rows in
            """
            UPDATE agent_runs SET \(assignments(rows)), updated_at = $2, version = agent_runs.version + 1
            FROM \(rows.rows) WHERE \(rows.areMatched) AND agent_runs.workspace_id = \(rows["workspace_id"])
                AND agent_runs.version = \(rows["fence"]) AND agent_runs.lease_owner = $1 AND agent_runs.state || '' = 'running'\(returning)
            """
        }
    }

    /// Gives a claimed run to whoever looks after its contact now, to be claimed again; the attempt does not count.
    package static func handOver(_ claim: Claim, owner: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'queued', attempts = attempts - 1, \(due("COALESCE(next_attempt_at, resumes_at)")),
                lease_owner = NULL, lease_expires_at = NULL, updated_at = $3, version = version + 1, user_id = COALESCE((
                    SELECT c.user_id FROM contacts c WHERE c.workspace_id = $4 AND c.id = agent_runs.contact_id), user_id)
            WHERE id = $1 AND lease_owner = $2 AND state || '' = 'running' AND +workspace_id = $4 AND version = $5
            """, [.integer(claim.id), .text(owner), .time(now), .workspace(claim.person.workspace), .integer(claim.fence)])
    }

    /// A claimed run that is not to be written yet.
    package struct Postponement: Sendable {
        package var claim: Claim
        package var time: Timestamp
        /// Why it waits, where that is for a budget; it goes on early once that has grown (`goOnWithBudget`).
        package var budget: String?

        package init(_ claim: Claim, until time: Timestamp, budget: String? = nil) {
            self.claim = claim
            self.time = time
            self.budget = budget
        }
    }

    /// Puts claimed runs back until their time has come; the attempt does not count.
    package static func postpone(_ postponements: [Postponement], owner: String, now: Timestamp) -> SQL {
        let late = ValueRows(
            ["workspace_id": .integer, "id": .integer, "fence": .integer, "due_at": .integer, "reason": .text],
            postponements.map { held($0.claim) + [.time($0.time), .text($0.budget ?? "")] }, after: [.text(owner), .time(now)])
        return change("late", late) { late in
            """
            state = 'queued', attempts = attempts - 1, \(due(late["due_at"])), lease_owner = NULL, lease_expires_at = NULL,
            rule = CASE WHEN \(late["reason"]) <> '' THEN '\(modelBudget)' END, error = COALESCE(NULLIF(\(late["reason"]), ''), error)
            """
        }
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

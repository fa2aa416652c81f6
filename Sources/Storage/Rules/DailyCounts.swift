package import Domain

/// How many messages to contacts were sent on each day of the workspace's, by each agent and by all: what daily caps go by.
///
/// A message counts in the commit that sends it (that makes it `sent` and its deliveries): put `count` into that commit, before
/// everything else that depends on it. The row is locked from then on until the commit ends, so a cap holds over all instances. A draft does
/// not count before it is approved. What could not be delivered on its day counts
/// once more for the one on which it is (`LateSending`).
package enum DailyCounts {
    /// Counts a message of an agent, for the agent and for the workspace: each of the statements returns one row unless the cap is
    /// reached, and throws `CapReached` then, which undoes the commit.
    ///
    /// - Parameters:
    ///   - agent: 0 for one that is gone, of which only the workspace's messages are counted
    ///   - day: the workspace's (`ContactCalendar.today`)
    ///   - agentCap: nil for no limit, as `workspaceCap`
    package static func count(
        _ workspace: WorkspaceID, agent: Int64, day: LocalDate, agentCap: Int64?, workspaceCap: Int64?
    ) -> [SQL] {
        let ofAll = count(workspace, 0, day, workspaceCap).expectingOneRow(orThrow: CapReached(rule: .workspaceDailyCap))
        guard agent != 0 else { return [ofAll] }
        // The workspace first, always: two commits then never wait for each other.
        return [ofAll, count(workspace, agent, day, agentCap).expectingOneRow(orThrow: CapReached(rule: .agentDailyCap))]
    }

    /// Counts the messages of claimed runs that go to contacts, where no cap has to be kept: each while its claim is the
    /// worker's, so that nothing counts twice when the commit is repeated. To stand before the statements that end the runs.
    package static func count(_ successes: [RunQueue.Success], owner: String) -> [SQL] {
        let sent = successes.compactMap { success in success.sentOn.map { (success, $0) } }
        guard !sent.isEmpty else { return [] }
        let done = ValueRows(
            ["workspace_id": .integer, "id": .integer, "fence": .integer, "agent": .integer, "day": .text],
            sent.map { success, day in
                [
                    .workspace(success.claim.person.workspace), .integer(success.claim.id), .integer(success.claim.fence),
                    .integer(success.version?.agent ?? 0), .date(day),
                ]
            }, after: [.text(owner)])
        // The workspaces first, as above.
        return [false, true].map { isOfAgents in
            done.statement("done", by: "r.id") { done in
                """
                INSERT INTO daily_counts (workspace_id, agent_id, day, messages)
                SELECT r.workspace_id, \(isOfAgents ? done["agent"] : "0"), \(done["day"]), COUNT(*) FROM \(done.rows) CROSS JOIN agent_runs r
                WHERE \(done.areMatched) AND r.workspace_id = \(done["workspace_id"]) AND r.version = \(done["fence"])
                AND r.lease_owner = $1 AND r.state || '' = 'running' GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
                ON CONFLICT (workspace_id, agent_id, day) DO UPDATE SET messages = daily_counts.messages + excluded.messages
                """
            }
        }
    }

    private static func count(_ workspace: WorkspaceID, _ agent: Int64, _ day: LocalDate, _ cap: Int64?) -> SQL {
        SQL(
            """
            INSERT INTO daily_counts (workspace_id, agent_id, day, messages) SELECT $1, $2, $3, 1 WHERE CAST($4 AS BIGINT) >= 1
            ON CONFLICT (workspace_id, agent_id, day) DO UPDATE SET messages = daily_counts.messages + excluded.messages
            WHERE daily_counts.messages + excluded.messages <= CAST($4 AS BIGINT) RETURNING messages
            """, [.workspace(workspace), .integer(agent), .date(day), .integer(cap ?? .max)])
    }

    /// Takes back what `count` has counted for a message that is not to go out after all.
    package static func uncount(_ workspace: WorkspaceID, agent: Int64, day: LocalDate) -> [SQL] {
        (agent == 0 ? [0] : [0, agent]).map { agent in
            SQL(
                "UPDATE daily_counts SET messages = messages - 1 WHERE workspace_id = $1 AND agent_id = $2 AND day = $3 AND messages > 0",
                [.workspace(workspace), .integer(agent), .date(day)])
        }
    }

    /// The same for a message of which only the statement knows whether it is to go out: to stand before what stops it. Nothing where it
    /// does not count for the day.
    ///
    /// - Parameters:
    ///   - message: a selection of its id, or of none.
    ///   - arguments: the selection's; `$1` is the workspace.
    static func uncount(_ workspace: WorkspaceID, message: String, sentOn day: CountedDay, _ arguments: [SQLValue]) -> [SQL] {
        let (date, begins, ends) = (arguments.count + 1, arguments.count + 2, arguments.count + 3)
        let agent = "(SELECT r.agent_id FROM agent_runs r WHERE r.workspace_id = $1 AND r.id = s.run_id)"
        return ["0", agent].map { agent in
            SQL(
                """
                UPDATE daily_counts SET messages = messages - 1 WHERE workspace_id = $1 AND day = $\(date) AND messages > 0 AND agent_id = (
                    SELECT \(agent) FROM communications s
                    WHERE s.workspace_id = $1 AND s.id = (\(message)) AND s.sent_at >= $\(begins) AND s.sent_at < $\(ends))
                """, arguments + [.date(day.date), .time(day.begins), .time(day.ends)])
        }
    }

    /// SQL for how many an agent (0: all) has sent on a day, in a statement whose `$1` is the workspace.
    static func sent(by agent: String, day: String) -> String {
        "COALESCE((SELECT d.messages FROM daily_counts d WHERE d.workspace_id = $1 AND d.agent_id = \(agent) AND d.day = \(day)), 0)"
    }
}

/// As many messages as the rule allows were sent today.
package struct CapReached: Error, Equatable, Sendable {
    package var rule: Rule

    package init(rule: Rule) { self.rule = rule }
}

package import Domain

import struct Foundation.TimeZone

/// Finds what time has made true for an agent's trigger: an event for each fact that has none yet.
///
/// Only facts of the last 30 days count, well within the life of an event, so that a fact whose event is forgotten is not told again.
package enum EventSearch {
    /// How many one commit records.
    package static let mostAtOnce: Int64 = 1000
    package static let interval = Duration.seconds(3600)
    private static let window = Duration.seconds(30 * 86_400)

    /// The agents of all workspaces, but some, with something to look for now: rows as of `Agents.all`, then `listens_since, search_due_at`.
    package static func due(now: Timestamp, except ids: [Int64] = []) -> SQL {
        let others = Agents.others(than: ids, after: [.time(now)])
        return Agents.selection(
            "a.search_due_at <= $1 AND a.paused = 0 AND \(others.condition) ORDER BY a.search_due_at, a.id LIMIT 100", others.arguments,
            more: ", a.listens_since, a.search_due_at")
    }

    /// An agent that looks for facts, as its row says.
    package struct Searcher: Sendable {
        package var agent: Agent
        package var listensSince: Timestamp
        package var dueAt: Int64

        /// - Parameter row: of `due`.
        package init?(_ row: Row) {
            guard let agent = Agent(row) else { return nil }
            self.agent = agent
            let count = row.values.count
            listensSince = row.time(count - 2)
            dueAt = row.integer(count - 1)
        }
    }

    /// Has an agent look again at `next`, unless another instance has seen to it: one row `id`.
    package static func advance(_ searcher: Searcher, to next: Timestamp?) -> SQL { advance(searcher, from: searcher.dueAt, to: next) }

    /// Has an agent that was to look again at `next` do so now.
    package static func lookAgain(_ searcher: Searcher, insteadOf next: Timestamp, now: Timestamp) -> SQL {
        advance(searcher, from: next.milliseconds, to: now)
    }

    private static func advance(_ searcher: Searcher, from due: Int64, to next: Timestamp?) -> SQL {
        SQL(
            "UPDATE agents SET search_due_at = $3 WHERE workspace_id = $1 AND id = $2 AND search_due_at = $4 RETURNING id",
            [.workspace(searcher.agent.workspace), .integer(searcher.agent.id), .optional(next?.milliseconds), .integer(due)])
    }

    /// Records what is found: a row `id` for each, `mostAtOnce` at most. Nil where nothing is looked for.
    ///
    /// What depends on the day is told to the agent alone, whose zone says which day it is.
    package static func record(for searcher: Searcher, now: Timestamp) -> SQL? {
        let since = max(searcher.listensSince, now.adding(.zero - window))
        let zone = searcher.agent.timing.zone
        switch searcher.agent.trigger {
        case .taskOverdue?: return overdueTasks(searcher.agent, today: now.localDate(in: zone), from: since.localDate(in: zone), now)
        case .noReply(let wait)?: return unanswered(searcher.agent, wait, since: since, now)
        case .targetBehindPlan?: return targetsBehind(searcher.agent, in: zone, now)
        default: return nil
        }
    }

    private static func overdueTasks(_ agent: Agent, today: LocalDate, from: LocalDate, _ now: Timestamp) -> SQL {
        insertion(
            "task_overdue", ownKey: "t.id || ':' || t.due_date",
            "t.user_id, t.contact_id, t.id, t.due_date", from: "tasks t",
            where: "t.workspace_id = $1 AND t.status = 'pending' AND t.due_date < $4 AND t.due_date >= $5", order: "t.due_date, t.id",
            agent, now, [.date(today), .date(from)])
    }

    /// The last message to a contact, where it has no answer: not one that an event or a sequence has had written,
    /// which would make each reminder the reason for the next.
    private static func unanswered(_ agent: Agent, _ wait: WaitTime, since: Timestamp, _ now: Timestamp) -> SQL {
        let limit = now.adding(.zero - wait.duration), from = since.adding(.zero - wait.duration)
        // A draft may have been sent long after others that were written later.
        let time = "CASE WHEN l.sent_at IS NULL THEN l.created_at ELSE l.sent_at END"
        return insertion(
            "no_reply", keys: ["t.contact_id || ':' || t.id || ':' || CAST($6 AS TEXT)"],
            "CAST(NULL AS BIGINT), t.user_id, t.contact_id, t.id, CAST($6 AS TEXT)", from: "communications t",
            where: """
                t.workspace_id = $1 AND t.direction = 'outbound' AND t.status = 'sent' AND t.contact_id IS NOT NULL AND t.sent_at <= $4 AND t.sent_at >= $5
                AND NOT EXISTS (
                    SELECT 1 FROM communications l WHERE l.workspace_id = t.workspace_id AND l.contact_id = t.contact_id
                    AND l.direction <> 'internal' AND l.status = 'sent' AND \(time) >= t.sent_at AND (\(time) > t.sent_at OR l.id > t.id))
                AND NOT EXISTS (
                    SELECT 1 FROM agent_runs r WHERE r.id = t.run_id AND r.workspace_id = t.workspace_id AND r.trigger IN ('event', 'sequence'))
                """, order: "t.sent_at, t.id", agent, now, [.time(limit), .time(from), .text(wait.description)])
    }

    /// Behind is what has less done than the share of the days that have passed: from the day on which the target was made to
    /// the one by which it is due.
    private static func targetsBehind(_ agent: Agent, in zone: TimeZone, _ now: Timestamp) -> SQL {
        let today = now.localDate(in: zone)
        let due = dayNumber("t.due_date")
        // On the zone's clock, as it is set now.
        let made = "((t.created_at + $6) / 86400000)"
        return insertion(
            "target_behind_plan", ownKey: "t.id || ':' || CAST($4 AS TEXT)",
            "t.user_id, CAST(NULL AS BIGINT), t.id, t.achieved || ' of ' || t.target", from: "targets t",
            where: """
                t.workspace_id = $1 AND t.due_date >= $4 AND t.achieved < t.target
                AND t.achieved * (\(due) - \(made)) < t.target * ($5 - \(made))
                """, order: "t.due_date, t.id", agent, now,
            [.date(today), .integer(today.dayNumber), .integer(zone.offset(at: now.milliseconds / 1000) * 1000)])
    }

    /// An event of the agent's own. Before version 38 there was one for all agents: whom it was told of is not told again.
    private static func insertion(
        _ kind: String, ownKey key: String, _ values: String, from: String, where condition: String, order: String, _ agent: Agent, _ now: Timestamp,
        _ more: [SQLValue]
    ) -> SQL {
        insertion(
            kind, keys: ["'\(agent.id):' || \(key)", key], "\(agent.id), \(values)", from: from, where: condition, order: order, agent, now, more)
    }

    /// - Parameters:
    ///   - keys: the event's; then others under which it may be known.
    ///   - values: `agent_id, user_id, contact_id, subject_id, detail`.
    private static func insertion(
        _ kind: String, keys: [String], _ values: String, from: String, where condition: String, order: String, _ agent: Agent, _ now: Timestamp,
        _ more: [SQLValue]
    ) -> SQL {
        // The keys are made first: behind row-level security PostgreSQL looks nothing up by what it would have to work out.
        let names = keys.indices.map { "key\($0)" }
        let areNew = names.map { name in
            "NOT EXISTS (SELECT 1 FROM events e WHERE e.workspace_id = $1 AND e.kind = '\(kind)' AND e.key = f.\(name))"
        }
        return SQL(
            """
            WITH found (place, agent_id, user_id, contact_id, subject_id, detail, \(names.joined(separator: ", "))) AS MATERIALIZED (
                SELECT ROW_NUMBER() OVER (ORDER BY \(order)), \(values), \(keys.joined(separator: ", ")) FROM \(from)
                WHERE \(condition) AND t.sample = 0)
            INSERT INTO events (workspace_id, kind, key, agent_id, user_id, contact_id, subject_id, detail, occurred_at, created_at, updated_at, version)
            SELECT $1, '\(kind)', f.key0, f.agent_id, f.user_id, f.contact_id, f.subject_id, f.detail, $2, $2, $2, 1 FROM found f
            WHERE \(areNew.joined(separator: " AND ")) ORDER BY f.place LIMIT $3 ON CONFLICT (workspace_id, kind, key) DO NOTHING RETURNING id
            """, [.workspace(agent.workspace), .time(now), .integer(mostAtOnce)] + more)
    }

    /// SQL for the days since 1970-01-01 of a column with days as `YYYY-MM-DD`, the same on every database: a year that begins in
    /// March ends with the leap day.
    private static func dayNumber(_ column: String) -> String {
        let year = "CAST(substr(\(column), 1, 4) AS BIGINT)", month = "CAST(substr(\(column), 6, 2) AS BIGINT)"
        let day = "CAST(substr(\(column), 9, 2) AS BIGINT)"
        let marchMonth = "((\(month) + 9) % 12)", marchYear = "(\(year) - ((\(month) + 9) % 12) / 10)"
        return """
            (365 * \(marchYear) + \(marchYear) / 4 - \(marchYear) / 100 + \(marchYear) / 400 + (\(marchMonth) * 306 + 5) / 10 + \(day) - 1 - 719468)
            """
    }
}

package import Domain

/// The runs of an occurrence for contacts: one for each whom the plan includes, a slice of them in each commit.
///
/// Without caps the contacts are walked through by id. A daily cap chooses among all of them: then each commit takes the next
/// of their order. A crash between two leaves an occurrence that goes on where it was.
package enum ContactRuns {
    /// An occurrence whose contacts do not all have their runs yet.
    package struct Slice: Sendable, Equatable {
        package var workspace: WorkspaceID
        package var agent: AgentType
        package var trigger: String
        package var due: Timestamp
        /// How far it is: the last contact of the slice before, or less than 0 where slices are only counted. It tells
        /// whether another instance has been here.
        package var fence: Int64

        package init(workspace: WorkspaceID, agent: AgentType, trigger: String, due: Timestamp, fence: Int64 = 0) {
            self.workspace = workspace
            self.agent = agent
            self.trigger = trigger
            self.due = due
            self.fence = fence
        }

        var after: Int64 { max(0, fence) }
    }

    /// How many contacts one commit looks at, or gives runs where a cap chooses.
    package static let sliceSize: Int64 = 10_000

    /// The last contact of a slice, where it is not the last one: `id`.
    package static func end(of slice: Slice, size: Int64 = sliceSize) -> SQL {
        SQL(
            "SELECT id FROM contacts WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT 1 OFFSET $3",
            [.workspace(slice.workspace), .integer(slice.after), .integer(size - 1)])
    }

    /// The runs of a slice, the holds of their contacts, their places in the agent's sequence where it has one, and the
    /// occurrence so much further, together: of the last statement `id, runs`.
    ///
    /// Where another instance has done the slice meanwhile this does nothing.
    ///
    /// - Parameter through: the last contact of the slice; nil for the last slice. A cap makes slices of its own.
    package static func expand(_ slice: Slice, _ plan: PlanQuery, through: Int64?, size: Int64 = sliceSize, now: Timestamp) -> [SQL] {
        let runs = insert(slice, plan, through: through, size: size, now: now)
        return [ContactHolds.lock(slice.workspace), runs, hold(slice, now: now)] + start(plan, slice, now: now)
            + [plan.isCapped ? countSlice(slice, now: now) : advance(slice, through: through, now: now)]
    }

    /// Ends an occurrence whose agent writes to no contacts any more.
    package static func end(_ slice: Slice, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE occurrences SET state = 'running', updated_at = $5, version = version + 1
            WHERE workspace_id = $1 AND agent_type = $2 AND due_at = $3 AND trigger = $4 AND state = 'planned' AND contacts_through = $6
            """, which(slice, now))
    }

    private static func which(_ slice: Slice, _ now: Timestamp) -> [SQLValue] {
        [
            .workspace(slice.workspace), .text(slice.agent.rawValue), .time(slice.due), .text(slice.trigger), .time(now), .integer(slice.fence),
        ]
    }

    // MARK: Runs

    private static func insert(_ slice: Slice, _ plan: PlanQuery, through: Int64?, size: Int64, now: Timestamp) -> SQL {
        let occurrence = occurrence(type: "$3", due: "$4", trigger: "$5", fence: "$7")
        let scope: PlanQuery.Scope = plan.isCapped ? .all : .slice(after: slice.after, through: through ?? .max)
        var statement = PlanStatement(
            plan, scope: scope, isRanked: plan.isCapped, own: [.time(slice.due), .text(slice.trigger), .time(now), .integer(slice.fence)],
            occurrence: plan.isCapped ? occurrence : nil)
        let done = "(SELECT COUNT(*) FROM agent_runs d WHERE d.workspace_id = $1 AND d.occurrence_id = \(occurrence) AND d.contact_id IS NOT NULL)"
        let order = plan.isCapped ? "ORDER BY p.place LIMIT \(statement.bind(.integer(size)))" : "ORDER BY p.id"
        // Without a time is whoever has moved into a zone since the calendar was read: the look before writing knows its hours.
        return statement.query(
            """
            INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, agent_id, agent_version, occurrence_id, trigger, state, attempts,
                step, next_attempt_at, sample, created_at, updated_at, version)
            SELECT $1, p.user_id, p.id, $3, $2, (SELECT a.version FROM agents a WHERE a.workspace_id = $1 AND a.id = $2), \(occurrence), $5, 'queued', 0,
                \(plan.agent.firstStep), COALESCE(p.send_at, CAST($6 AS BIGINT)), p.sample, CAST($6 AS BIGINT), CAST($6 AS BIGINT), 1
            FROM (\(statement.planned(before: done))) p WHERE p.reason = 0 AND \(occurrence) IS NOT NULL AND \(Agents.writesToContacts("$2")) \(order)
            ON CONFLICT (workspace_id, occurrence_id, contact_id) WHERE occurrence_id IS NOT NULL AND contact_id IS NOT NULL DO NOTHING
            """)
    }

    private static func occurrence(type: String, due: String, trigger: String, fence: String) -> String {
        """
        (SELECT o.id FROM occurrences o WHERE o.workspace_id = $1 AND o.due_at = \(due) AND o.agent_type = \(type) AND o.trigger = \(trigger)
            AND o.state = 'planned' AND o.contacts_through = \(fence))
        """
    }

    /// The contacts of the runs that this commit has made are the agent's.
    private static func hold(_ slice: Slice, now: Timestamp) -> SQL { ContactHolds.take(made, which(slice, now) + [.integer(slice.after)]) }

    private static func start(_ plan: PlanQuery, _ slice: Slice, now: Timestamp) -> [SQL] {
        plan.agent.sequence.isEmpty ? [] : [SequencePositions.start(plan.agent.sequence, made, which(slice, now) + [.integer(slice.after)])]
    }

    /// SQL that holds for the runs `r` that this commit has made.
    private static let made =
        "r.occurrence_id = \(occurrence(type: "$2", due: "$3", trigger: "$4", fence: "$6")) AND r.contact_id > $7 AND r.created_at = $5"

    // MARK: The occurrence

    private static func advance(_ slice: Slice, through: Int64?, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE occurrences SET state = CASE WHEN $8 = 1 THEN 'running' ELSE state END, contacts_through = $7, updated_at = $5,
                version = version + 1, runs = runs + (
                    SELECT COUNT(*) FROM agent_runs r
                    WHERE r.workspace_id = $1 AND r.occurrence_id = occurrences.id AND r.contact_id > $9 AND r.contact_id <= $7)
            WHERE workspace_id = $1 AND agent_type = $2 AND due_at = $3 AND trigger = $4 AND state = 'planned' AND contacts_through = $6
            RETURNING id, runs
            """, which(slice, now) + [.integer(through ?? .max), .integer(through == nil ? 1 : 0), .integer(slice.after)])
    }

    /// It is over when a slice has added nobody. How many a slice has added is seen from how many there are: a person may
    /// have deleted some meanwhile.
    private static func countSlice(_ slice: Slice, now: Timestamp) -> SQL {
        let count = AgentRuns.count(of: "occurrences.id")
        return SQL(
            """
            UPDATE occurrences SET state = CASE WHEN \(count) > runs THEN state ELSE 'running' END, runs = \(count),
                contacts_through = $7, updated_at = $5, version = version + 1
            WHERE workspace_id = $1 AND agent_type = $2 AND due_at = $3 AND trigger = $4 AND state = 'planned' AND contacts_through = $6
            RETURNING id, runs
            """, which(slice, now) + [.integer(min(0, slice.fence) - 1)])
    }
}

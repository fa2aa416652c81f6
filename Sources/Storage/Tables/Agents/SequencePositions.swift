package import Domain

/// Where each contact is in an agent's sequence: one row from the agent's first message to it, for ever, so that no contact goes
/// through a sequence twice.
///
/// States: `active` -> `done` after the last step, or `stopped` with why.
package enum SequencePositions {
    package static let states = ["active", "done", "stopped"]

    package static let table = Table(
        "sequence_positions", noun: "sequence position",
        fields: [
            .readOnly("agent_id", .integer(Field.identifiers), "The agent's id.").filterable(),
            .readOnly("agent_type", .text(1...40), "The agent's key.").filterable(),
            .readOnly("contact_id", .integer(Field.identifiers), "The contact.").filterable(),
            .readOnly("user_id", .integer(Field.identifiers), "Whose contact it was when the sequence began.").filterable(),
            .readOnly("step", .integer(0...Int64(MessageSequence.most)), "The last step taken; 0 is the agent's own message.").filterable(),
            .readOnly("step_at", .time, "When it was taken."),
            .readOnly(
                "next_step", .integer(1...Int64(MessageSequence.most)),
                "The step that is waited for; null after the last one and where the sequence has ended.",
                nullable: true),
            // The agent's steps say it, which no column holds in a form to reckon with: `SequenceDueTimes` fills it in.
            .readOnly(
                dueColumn, .time,
                "When that step is due; null while that is not known, as the message before it has not gone out yet.", nullable: true
            )
            .computed("CAST(NULL AS BIGINT)"),
            .readOnly("branched_at", .time, "When the answer came that leads to the next step; null where none does.", nullable: true),
            .readOnly("state", .choice(states), "How far it is.").filterable(),
            .readOnly("wake_at", .time, "When it is looked at next.", nullable: true).sortable(),
            .readOnly("replied_at", .time, "When the contact last answered since the last step was taken.", nullable: true),
            .readOnly("why", .text(1...40), "Why it was stopped, or the rule that the next message waits for (docs/sequences.md).", nullable: true)
                .filterable(),
            .sample,
        ]
    )

    package static let dueColumn = "next_at"

    /// Those of an agent that are under way with some contacts: rows of `table`.
    package static func active(_ workspace: WorkspaceID, agent: Int64, contacts: [Int64]) -> SQL {
        SQL(
            """
            SELECT \(table.columnList) FROM sequence_positions WHERE workspace_id = $1 AND agent_id = $2 AND state = 'active'
            AND contact_id IN (\(placeholders(3...contacts.count + 2)))
            """, [.workspace(workspace), .integer(agent)] + contacts.map(SQLValue.integer)
        ).oneOff()
    }

    /// How many contacts have a step due by a time, as far as that is known: `count`. As `MessageSequence.due` has it for one.
    package static func countDue(_ workspace: WorkspaceID, agent: Int64, _ sequence: MessageSequence, by time: Timestamp) -> SQL {
        let steps = ValueRows(
            ["step": .integer, "wait": .integer, "is_always": .integer],
            sequence.steps.enumerated().map { index, step in
                [.integer(Int64(index + 1)), .integer(step.after.duration.milliseconds), .integer(step.when == .always ? 1 : 0)]
            }, after: [.workspace(workspace), .integer(agent), .time(time)])
        return SQL(
            """
            WITH \(steps.definition(of: "steps"))
            SELECT COUNT(*) FROM sequence_positions p JOIN steps ON steps.step = p.next_step
            LEFT JOIN agent_runs r ON r.workspace_id = p.workspace_id AND r.agent_id = p.agent_id AND r.contact_id = p.contact_id AND r.step = p.step
                AND r.step IS NOT NULL
            LEFT JOIN communications m ON m.workspace_id = p.workspace_id AND m.run_id = r.id
            WHERE p.workspace_id = $1 AND p.agent_id = $2 AND p.state = 'active' AND steps.wait + CASE
                WHEN p.branched_at IS NOT NULL THEN p.branched_at
                WHEN p.replied_at IS NOT NULL AND steps.is_always = 0 THEN NULL
                WHEN r.state = 'dead' AND r.rule = '\(RunQueue.noText)' AND p.step > 0 THEN r.finished_at
                WHEN COALESCE(r.state, 'succeeded') = 'succeeded' AND COALESCE(m.status, 'sent') = 'sent'
                    THEN COALESCE(m.sent_at, m.created_at, p.step_at) END <= $3
            """, steps.arguments
        ).byStatistics().long()
    }

    /// Begins the agent's sequence for the contacts of runs that are its step 0, as `ContactHolds.take` does with holds.
    ///
    /// - Parameters:
    ///   - runs: a condition over the run `r`.
    ///   - arguments: the statement's; `$1` is the workspace.
    static func start(_ sequence: MessageSequence, _ runs: String, _ arguments: [SQLValue]) -> SQL {
        let (next, patience) = (arguments.count + 1, arguments.count + 2)
        return SQL(
            """
            INSERT INTO sequence_positions (workspace_id, agent_id, agent_type, contact_id, user_id, step, step_at, next_step, state, wake_at,
                sample, created_at, updated_at, version)
            SELECT r.workspace_id, r.agent_id, r.agent_type, r.contact_id, r.user_id, 0, r.created_at, CAST($\(next) AS BIGINT), 'active',
                COALESCE(r.next_attempt_at, r.created_at) + CAST($\(patience) AS BIGINT), r.sample, r.created_at, r.created_at, 1
            FROM agent_runs r WHERE r.workspace_id = $1 AND r.step = 0 AND \(runs) ORDER BY r.contact_id
            ON CONFLICT (workspace_id, agent_id, contact_id) DO NOTHING
            """,
            arguments + [.optional(sequence.next(after: 0).map(Int64.init)), .integer(MessageSequence.patience.milliseconds)])
    }

    /// How many contacts an agent has at each step: `step, state, count`.
    package static func counts(_ workspace: WorkspaceID, agent: Int64) -> SQL {
        SQL(
            """
            SELECT step, state, COUNT(*) FROM sequence_positions WHERE workspace_id = $1 AND agent_id = $2
            GROUP BY step, state ORDER BY step, state
            """, [.workspace(workspace), .integer(agent)]
        ).byStatistics()
    }

    /// Ends a sequence that is under way by a person's wish, with what waits to be written in it: of the first statement one
    /// row `id` where it was.
    package static func stop(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> [SQL] {
        let arguments: [SQLValue] = [.workspace(workspace), .integer(id), .time(now)]
        return [
            SQL(
                """
                UPDATE sequence_positions SET \(ended(.person, now: "$3"))
                WHERE \(Unindexed.workspace) AND id = $2 AND \(Unindexed.text("state")) = 'active' RETURNING id
                """, arguments),
            SQL(
                """
                UPDATE agent_runs SET state = 'cancelled', next_attempt_at = NULL, finished_at = $3, updated_at = $3, version = version + 1
                WHERE \(Unindexed.workspace) AND \(Unindexed.text("state")) IN ('queued', 'failed') AND id = (
                    SELECT r.id FROM sequence_positions p JOIN agent_runs r ON r.workspace_id = p.workspace_id AND r.agent_id = p.agent_id
                        AND r.contact_id = p.contact_id AND r.step = p.step
                    WHERE p.workspace_id = $1 AND p.id = $2)
                """, arguments),
        ]
    }

    /// Has positions looked at, of whose last step's runs something has become.
    ///
    /// - Parameters:
    ///   - runs: a condition over the run `r`.
    ///   - arguments: the condition's, from `$2`.
    static func wake(_ workspace: WorkspaceID, _ runs: String, _ arguments: [SQLValue], now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE sequence_positions SET wake_at = $\(arguments.count + 2), version = version + 1
            WHERE \(Unindexed.workspace) AND id IN (
                SELECT p.id FROM agent_runs r CROSS JOIN sequence_positions p
                WHERE r.workspace_id = $1 AND \(runs) AND r.step IS NOT NULL AND p.workspace_id = $1 AND p.agent_id = r.agent_id
                AND p.contact_id = r.contact_id AND p.step = r.step AND p.state || '' = 'active')
            """, [.workspace(workspace)] + arguments + [.time(now)])
    }

    /// Has contacts go on in their sequences whose last step's runs a batch has queued again: also where they had ended for its failure, or
    /// are about to. What the contact has written since counts as an answer.
    static func goOn(_ workspace: WorkspaceID, runsOf occurrence: Int64, now: Timestamp) -> SQL {
        let answer = """
            , replied_at = COALESCE((
                SELECT MAX(m.created_at) FROM communications m
                WHERE \(Unindexed.messages("m", of: "sequence_positions.contact_id")) AND \(Unindexed.text("m.direction")) = 'inbound'
                AND m.created_at > sequence_positions.step_at), replied_at)
            """
        return goOn(workspace, "r.occurrence_id = $2", occurrence, answer, now)
    }

    /// The same of one run that a person has queued again: it is written although the contact may have answered.
    package static func goOn(_ workspace: WorkspaceID, run: Int64, now: Timestamp) -> SQL { goOn(workspace, "r.id = $2", run, "", now) }

    private static func goOn(_ workspace: WorkspaceID, _ runs: String, _ id: Int64, _ answer: String, _ now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE sequence_positions SET state = 'active', why = NULL, wake_at = $3, updated_at = $3, version = version + 1\(answer)
            WHERE \(Unindexed.workspace) AND id IN (
                SELECT p.id FROM agent_runs r CROSS JOIN sequence_positions p
                WHERE \(Unindexed.workspace(of: "r")) AND \(runs) AND r.step IS NOT NULL AND \(Unindexed.text("r.state")) = 'queued'
                AND p.workspace_id = $1 AND p.agent_id = r.agent_id AND p.contact_id = r.contact_id AND p.step = r.step
                AND (p.state || '' = 'active' OR (p.state || '' = 'stopped' AND p.why = 'failed')))
            """, [.workspace(workspace), .integer(id), .time(now)])
    }

    /// Ends the sequence that a draft belongs to, which is to be deleted: nobody approves it any more.
    package static func stop(ofDraft message: Int64, in workspace: WorkspaceID, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE sequence_positions SET \(ended(.rejected, now: "$3"))
            WHERE \(Unindexed.workspace) AND id IN (
                SELECT p.id FROM communications m CROSS JOIN agent_runs r CROSS JOIN sequence_positions p
                WHERE m.workspace_id = $1 AND m.id = $2 AND \(Unindexed.text("m.status")) = 'draft' AND r.id = m.run_id AND r.workspace_id = $1
                AND r.step IS NOT NULL AND p.workspace_id = $1 AND p.agent_id = r.agent_id AND p.contact_id = r.contact_id AND p.step = r.step
                AND p.state || '' = 'active')
            """, [.workspace(workspace), .integer(message), .time(now)])
    }

    /// Has all of an agent's looked at, since their next steps may be others now, at other times, or gone.
    package static func wakeAll(_ workspace: WorkspaceID, agent: Int64, now: Timestamp) -> SQL {
        // A comparison of the time alone would have the index of what is due looked through for the whole workspace.
        SQL(
            """
            UPDATE sequence_positions SET wake_at = $3, version = version + 1
            WHERE workspace_id = $1 AND agent_id = $2 AND state = 'active' AND COALESCE(wake_at, 0) > $3
            """, [.workspace(workspace), .integer(agent), .time(now)])
    }

    /// Ends all sequences of an agent that is going.
    package static func stopAll(_ workspace: WorkspaceID, agent: Int64, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE sequence_positions SET \(ended(.agentGone, now: "$3")) WHERE workspace_id = $1 AND agent_id = $2 AND state = 'active'
            """, [.workspace(workspace), .integer(agent), .time(now)])
    }

    /// Ends all sequences of a contact that a lasting rule keeps out from now on, with what waits to be written in them.
    static func stopAll(_ workspace: WorkspaceID, contact: Int64, by rule: Rule, now: Timestamp) -> [SQL] {
        let arguments: [SQLValue] = [.workspace(workspace), .integer(contact), .time(now)]
        return [
            SQL(
                """
                UPDATE sequence_positions SET \(ended(rule.rawValue, now: "$3")) WHERE workspace_id = $1 AND contact_id = $2 AND state = 'active'
                """, arguments),
            cancelRuns(arguments + [.text(rule.rawValue), .text(rule.sentence)]),
        ]
    }

    /// On PostgreSQL without those that somebody else changes at the moment, as whoever pauses a large batch does: nothing may hold up
    /// a contact's wish, and the rules keep them out when they are to be written.
    private static func cancelRuns(_ arguments: [SQLValue]) -> SQL {
        let waiting = "workspace_id = $1 AND contact_id = $2 AND step IS NOT NULL AND state IN ('queued', 'failed')"
        let update =
            """
            UPDATE agent_runs SET state = 'cancelled', rule = $4, error = $5, next_attempt_at = NULL, resumes_at = NULL, finished_at = $3,
                updated_at = $3, version = version + 1
            WHERE
            """
        var statement = SQL("\(update) \(waiting)", arguments)
        statement.postgresText = "\(update) \(Unindexed.workspace) AND id IN (SELECT id FROM agent_runs WHERE \(waiting) FOR UPDATE SKIP LOCKED)"
        return statement
    }

    private static func ended(_ reason: SequenceMove.Reason, now: String) -> String { ended(reason.rawValue, now: now) }

    private static func ended(_ why: String, now: String) -> String {
        """
        state = 'stopped', why = '\(why)', next_step = NULL, branched_at = NULL, wake_at = NULL, updated_at = \(now),
            version = version + 1
        """
    }
}

package import Domain

/// One agent's work for one person, or for one contact: a row from the moment it is due until its message is written.
///
/// States: `queued` -> `running` (claimed under a lease) -> `succeeded`; a failure makes it `failed` with the time of
/// the next attempt, or `dead` after the last one; `cancelled` by a person, or by the rule that it names.
package enum AgentRuns {
    package static let states = ["queued", "running", "succeeded", "failed", "dead", "cancelled"]

    /// Whether a run has something left to do, in the words of the indexes of such runs: SQLite knows them by these.
    static func areUnfinished(_ runs: String) -> String {
        "(\(["queued", "running", "failed"].map { "\(runs).state = '\($0)'" }.joined(separator: " OR ")))"
    }

    /// SQL for columns of the runs `r` of an occurrence of the workspace `$1`: its users' and its contacts', each by an index of
    /// its own.
    static func all(of occurrence: String, _ columns: String) -> String {
        let runs = "SELECT \(columns) FROM agent_runs r WHERE r.workspace_id = $1 AND r.occurrence_id = \(occurrence)"
        return "\(runs) AND r.contact_id IS NULL UNION ALL \(runs) AND r.contact_id IS NOT NULL"
    }

    /// SQL for how many there are.
    static func count(of occurrence: String) -> String { "(SELECT COUNT(*) FROM (\(all(of: occurrence, "r.id"))) counted)" }

    package static let table = Table(
        "agent_runs", noun: "agent run",
        fields: [
            .required("user_id", .reference(table: "users"), "Whom the agent writes to.").fixed().filterable().sortable(),
            .readOnly("contact_id", .integer(Field.identifiers), "The contact whom it writes to; null where it writes to the user.", nullable: true)
                .filterable(),
            .required("agent_type", .text(1...40), "The agent's key, such as REMINDER.").fixed().filterable().sortable(),
            .readOnly("agent_id", .integer(Field.identifiers), "The agent's id; null before agents were rows.", nullable: true).filterable(),
            .readOnly(
                "agent_version", .integer(1...Int64.max), "The agent's version that wrote it, or else planned it.", nullable: true),
            .readOnly("occurrence_id", .reference(table: "occurrences"), "The occurrence it belongs to; null for a run on request.", nullable: true)
                .filterable(),
            .readOnly("trigger", .choice(["schedule", "manual", "batch", "event", "sequence"]), "What caused it.").filterable(),
            .readOnly(
                "step", .integer(0...Int64(MessageSequence.most)), "Which message of the agent's sequence it is; null for none.", nullable: true),
            .optional("state", .choice(states), "How far it is. A person may set queued (retry) or cancelled.", initial: .text("queued"))
                .filterable(),
            .readOnly("attempts", .integer(0...1000), "How often it was tried."),
            .readOnly("next_attempt_at", .time, "When it is tried next.", nullable: true),
            .readOnly("error", .text(0...2000), "Why the last attempt failed.", nullable: true),
            .readOnly("rule", .text(1...40), "The rule that kept it from being written or sent (docs/rules.md).", nullable: true).filterable(),
            .readOnly("writer", .text(0...200), "What wrote the message: offline, or provider:model.", nullable: true).filterable(),
            .readOnly("tokens_in", .integer(0...Int64.max), "Tokens of the prompt.", nullable: true),
            .readOnly("tokens_out", .integer(0...Int64.max), "Tokens of the answer.", nullable: true),
            .readOnly("communication_id", .reference(table: "communications"), "The message.", nullable: true)
                .computed("(SELECT c.id FROM communications c WHERE c.workspace_id = agent_runs.workspace_id AND c.run_id = agent_runs.id)"),
            .readOnly("started_at", .time, "When the last attempt began.", nullable: true),
            .readOnly("finished_at", .time, "When it reached its end.", nullable: true),
            .sample,
        ],
        // The database takes the run out of its message; until then the trail finds the message of the run.
        beforeDelete: { workspace, id in
            let change = "UPDATE communications SET version = version + 1 WHERE \(Unindexed.workspace) AND run_id = $2"
            return [SQL(change, [.workspace(workspace), .integer(id)])]
        }
    )

    /// A run on request that has its message, the message and its deliveries, together: `run id`, `communication id`,
    /// `delivery ids`.
    package static func record(
        _ person: Person, agent: AgentType, by version: AgentVersion? = nil, message: WrittenMessage, started: Timestamp, now: Timestamp
    ) -> [SQL] {
        let token = "once-\(Token.random())"
        return [
            insert(person, agent: agent, by: version, outcome: .succeeded(message, token: token), started: started, now: now),
            insertMessage(person, agent: agent, message: message, markedRun: token, now: now),
            Deliveries.insert(person, markedRun: token, now: now),
        ]
    }

    /// A run on request that failed, for the queue to try again; with `retryAt` nil it was the last attempt: `run id`.
    package static func recordFailure(
        _ person: Person, agent: AgentType, by version: AgentVersion? = nil, error: String, rule: String? = nil, retryAt: Timestamp?,
        started: Timestamp,
        now: Timestamp
    ) -> SQL {
        insert(person, agent: agent, by: version, outcome: .failed(error, rule: rule, retryAt: retryAt), started: started, now: now)
    }

    /// Fails with `failure` for a run that is under way.
    package static func isNotRunning(_ workspace: WorkspaceID, id: Int64, orThrow failure: any Error) -> SQL {
        SQL("SELECT id FROM agent_runs WHERE workspace_id = $1 AND id = $2 AND state = 'running'", [.workspace(workspace), .integer(id)])
            .expecting(rows: 0...0, orThrow: failure)
    }

    /// Fails with `failure` for a run whose message is a draft or on its way, as both are judged by who wrote it, and for a step of a
    /// sequence that is still to be written, which would count as done.
    package static func leavesNothingOpen(_ workspace: WorkspaceID, id: Int64, orThrow failure: any Error) -> SQL {
        SQL(
            """
            SELECT r.id FROM agent_runs r LEFT JOIN communications m ON m.workspace_id = r.workspace_id AND m.run_id = r.id
            WHERE r.workspace_id = $1 AND r.id = $2 AND (
                (r.step IS NOT NULL AND \(Unindexed.text("r.state")) IN ('queued', 'failed')) OR \(Unindexed.text("m.status")) = 'draft'
                OR EXISTS (SELECT 1 FROM deliveries d WHERE d.communication_id = m.id AND d.workspace_id = $1 AND \(Deliveries.areOnTheirWay("d"))))
            """, [.workspace(workspace), .integer(id)]
        ).expecting(rows: 0...0, orThrow: failure)
    }

    /// Fails where the agent of a run has been deleted: nothing can write it any more. To stand before what queues it again.
    package static func hasAgent(_ workspace: WorkspaceID, id: Int64, orThrow failure: any Error) -> SQL {
        SQL(
            "SELECT r.id FROM agent_runs r WHERE r.workspace_id = $1 AND r.id = $2 AND NOT \(hasAgent("r"))",
            [.workspace(workspace), .integer(id)]
        ).expecting(rows: 0...0, orThrow: failure)
    }

    /// SQL that holds for a run of the workspace `$1` whose agent has not been deleted.
    static func hasAgent(_ run: String) -> String {
        let builtIn = AgentType.builtIn.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return """
            (\(run).agent_type IN (\(builtIn))
                OR EXISTS (SELECT 1 FROM agents a WHERE a.workspace_id = $1 AND a.agent_type = \(run).agent_type))
            """
    }

    /// Why a run of a deleted agent is not tried again.
    package static let isAgentless = "Its agent has been deleted, so nothing can write it: it can't be tried again."

    /// Queues a run that failed or was cancelled, or cancels one that waits or is under way: one row where that was possible. What a
    /// worker has in hand is not its own any more, so that what it writes is not stored. In an occurrence that is paused or has a rate a run waits like
    /// the others; see `Batches.lock`. One that was to begin a sequence and was cancelled stays so: the contact begins with another
    /// (`SequenceRuns.free`).
    package static func setState(_ workspace: WorkspaceID, id: Int64, to state: String, now: Timestamp) -> SQL {
        let former = state == "queued" ? "'failed', 'dead', 'cancelled'" : "'queued', 'failed', 'running'"
        let isForgotten =
            """
            state = 'cancelled' AND step IS NULL AND contact_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM agents a WHERE a.workspace_id = $1 AND a.id = agent_runs.agent_id AND a.steps <> '[]')
            """
        return SQL(
            """
            UPDATE agent_runs SET state = $3, rule = NULL, attempts = 0, lease_owner = NULL, lease_expires_at = NULL, finished_at = $5,
                queued_again_at = COALESCE($4, queued_again_at), updated_at = $6, version = version + 1,
                \(Batches.begin(at: "CAST($4 AS BIGINT)"))
            WHERE \(Unindexed.workspace) AND id = $2 AND \(Unindexed.text("state")) IN (\(former)) AND NOT (\(isForgotten)) RETURNING id
            """,
            [
                .workspace(workspace), .integer(id), .text(state), state == "queued" ? .time(now) : .null, state == "queued" ? .null : .time(now),
                .time(now),
            ])
    }

    /// How far a run is, its message's id and status, null where there is none, and whether it belongs to an agent with a sequence: one
    /// row or none.
    package static func outcome(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL(
            """
            SELECT r.state, m.id, COALESCE(m.status, ''), CASE WHEN a.steps <> '[]' THEN 1 ELSE 0 END FROM agent_runs r
            LEFT JOIN agents a ON a.workspace_id = r.workspace_id AND a.id = r.agent_id
            LEFT JOIN communications m ON m.workspace_id = r.workspace_id AND m.run_id = r.id WHERE r.workspace_id = $1 AND r.id = $2
            """, [.workspace(workspace), .integer(id)])
    }

    /// How the first attempt of a run on request ended.
    private enum Outcome {
        /// The token is what the statements after it find the run by.
        case succeeded(WrittenMessage, token: String)
        case failed(String, rule: String?, retryAt: Timestamp?)

        var state: String {
            switch self {
            case .succeeded: "succeeded"
            case .failed(_, _, let retryAt): retryAt == nil ? "dead" : "failed"
            }
        }

        /// What it waits for besides time.
        var rule: String? {
            guard case .failed(_, let rule, _) = self else { return nil }
            return rule
        }

        /// `error, writer, tokens_in, tokens_out, lease_owner, next_attempt_at`.
        var values: [SQLValue] {
            switch self {
            case .succeeded(let message, let token):
                [.null, .text(message.writer.description), .optional(message.tokensIn), .optional(message.tokensOut), .text(token), .null]
            case .failed(let error, _, let retryAt):
                [.text(error), .null, .null, .null, .null, .optional(retryAt?.milliseconds)]
            }
        }
    }

    private static func insert(
        _ person: Person, agent: AgentType, by version: AgentVersion?, outcome: Outcome, started: Timestamp, now: Timestamp
    ) -> SQL {
        SQL(
            insertRun,
            [.workspace(person.workspace), .integer(person.user), .text(agent.rawValue), .text(outcome.state)] + outcome.values
                + [
                    .time(started), outcome.state == "failed" ? .null : .time(now), .time(now), .optional(version?.agent),
                    .optional(version?.version), .optional(outcome.rule),
                ]
        ).returningNumbers().quick().joining(insertEachRun)
    }

    private static let insertRun = "\(runs) VALUES (\(insertedRun)) RETURNING id"
    private static let insertEachRun = JointForm(
        "\(runs) SELECT \(JointForm.own(insertedRun)) FROM \(JointForm.callers) RETURNING id, user_id",
        [
            .integer, .integer, .text, .text, .text, .text, .integer, .integer, .text, .integer, .integer, .integer, .integer, .integer, .integer,
            .text,
        ], by: 2, inColumn: 1)
    private static let runs = """
        INSERT INTO agent_runs (workspace_id, user_id, agent_type, trigger, state, attempts, error, writer, tokens_in, tokens_out,
            lease_owner, next_attempt_at, started_at, finished_at, agent_id, agent_version, rule, sample, created_at, updated_at, version)
        """
    private static let insertedRun = """
        $1, $2, $3, 'manual', $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $14, $15, $16, \(sampleOfProfile), $11, $13, 1
        """
    private static let sampleOfProfile = "COALESCE((SELECT sample FROM business_profiles WHERE workspace_id = $1 AND user_id = $2), 0)"

    /// The run that an earlier statement of the same commit has inserted with a mark in `lease_owner`, in a statement whose
    /// `$1` is the workspace and `$2` the user: others may insert runs of the same person meanwhile, so the latest would
    /// not do.
    static func markedRun(_ placeholder: String) -> String {
        "(SELECT id FROM agent_runs WHERE workspace_id = $1 AND user_id = $2 AND lease_owner = \(placeholder) ORDER BY id DESC LIMIT 1)"
    }

    private static func insertMessage(_ person: Person, agent: AgentType, message: WrittenMessage, markedRun mark: String, now: Timestamp) -> SQL {
        SQL(
            insertMarkedMessage,
            [
                .workspace(person.workspace), .integer(person.user), .text(agent.rawValue), .text(message.text),
                .text(message.writer.description), .time(now), .text(mark),
            ]
        ).returningNumbers().addingToHistory(of: [person]).quick().joining(insertEachMarkedMessage)
    }

    private static let insertMarkedMessage = "\(messages) VALUES (\(insertedMessage)) RETURNING id"
    private static let insertEachMarkedMessage = JointForm(
        "\(messages) SELECT \(JointForm.own(insertedMessage)) FROM \(JointForm.callers) RETURNING id, user_id",
        [.integer, .integer, .text, .text, .text, .integer, .text], by: 2, inColumn: 1)
    private static let messages =
        "INSERT INTO communications (workspace_id, user_id, conversation_id, run_id, agent_type, body, writer, status, sample, created_at, updated_at, version)"
    private static let insertedMessage = """
        $1, $2, (SELECT id FROM conversations WHERE workspace_id = $1 AND user_id = $2 AND is_default = 1), \(markedRun("$7")),
            $3, $4, $5, 'sent', \(sampleOfProfile), $6, $6, 1
        """
}

package import Domain

/// Every try at a call of a model, one row each.
///
/// A row is there from before the try where the workspace has a budget (`open`), else from its end on. `key` makes telling the
/// same end twice change nothing.
package enum ModelCalls {
    package static let outcomes = ["open"] + CallResult.Outcome.allCases.map(\.rawValue) + ["lost"]

    package static let table = Table(
        "model_calls", noun: "model call",
        fields: [
            .readOnly("purpose", .choice(CallAccount.Purpose.allCases.map(\.rawValue)), "run: a message of an agent; chat: an answer.").filterable(),
            .readOnly("user_id", .integer(Field.identifiers), "To whom was written, or who looks after the contact.").filterable(),
            .readOnly("agent_type", .text(1...40), "The agent's key; null in the chat.", nullable: true).filterable(),
            .readOnly("agent_version", .integer(1...Int64.max), "The version of the agent, and so of its prompt.", nullable: true),
            .readOnly("run_id", .integer(Field.identifiers), "The agent run; null in the chat.", nullable: true).filterable(),
            .readOnly("conversation_id", .integer(Field.identifiers), "The conversation; null for the default one.", nullable: true).filterable(),
            .readOnly("provider", .text(1...40), "Who was asked.").filterable(),
            .readOnly("model", .text(1...200), "The model, as it was asked for.").filterable(),
            .readOnly(
                "outcome", .choice(outcomes),
                "open: under way; lost: the instance that asked stopped before the end was known; all others say how the try ended."
            )
            .filterable(),
            .readOnly("error", .text(0...2000), "Why there is no answer.", nullable: true),
            .readOnly("tokens_in", .integer(0...Int64.max), "Tokens of the prompt, as the provider counts.", nullable: true),
            .readOnly("tokens_out", .integer(0...Int64.max), "Tokens of the answer.", nullable: true),
            .readOnly(
                "cost_nanodollars", .integer(0...Int64.max),
                "What it cost in billionths of a US dollar, by the price list of the time; null while it is under way, and where the list has no price.",
                nullable: true),
            .readOnly("is_estimated", .boolean, "Whether the cost is the most that it can have been, because nobody has told the tokens."),
            .readOnly("latency_ms", .integer(0...Int64.max), "From the request to the end of the answer.", nullable: true),
            .readOnly("day", .date, "The workspace's day on which it counts.").filterable(),
        ]
    )

    /// A try that is about to begin, with what is set aside for it.
    package static func open(_ call: PlannedCall, reserving most: Int64, day: LocalDate) -> SQL {
        let account = call.account
        let columns: KeyValuePairs<String, SQLValue> = [
            "workspace_id": .workspace(account.person.workspace), "key": .text(call.key), "mark": .optional(account.mark),
            "purpose": .text(account.purpose.rawValue), "user_id": .integer(account.person.user), "agent_type": .optional(account.agent?.rawValue),
            "agent_version": .optional(account.agentVersion), "run_id": .optional(account.run), "conversation_id": .optional(account.conversation),
            "provider": .text(call.writer.provider), "model": .text(call.writer.model ?? ""), "day": .date(day), "created_at": .time(call.startedAt),
            "outcome": .text("open"), "reserved": .integer(most), "expires_at": .time(call.endsBy), "updated_at": .time(call.startedAt),
        ]
        let names = columns.map(\.key).joined(separator: ", ")
        return SQL("INSERT INTO model_calls (\(names), version) VALUES (\(placeholders(1...columns.count)), 1)", columns.map(\.value))
    }

    /// How a try ended, and what that costs.
    package struct Ending: Sendable, Equatable {
        package var call: PlannedCall
        package var day: LocalDate
        package var result: CallResult
        /// Nanodollars; nil where the model has no price.
        package var cost: Int64?

        package init(call: PlannedCall, day: LocalDate, result: CallResult, cost: Int64?) {
            self.call = call
            self.day = day
            self.result = result
            self.cost = cost
        }
    }

    /// Records the ends of tries and counts what they cost, each once however often it is told.
    ///
    /// The first statement locks each row, so that whoever else ends the same try comes to see it counted.
    package static func end(_ endings: [Ending], now: Timestamp) -> [SQL] {
        let keys = KeyList(endings.map(\.call.key))
        return [record(endings, now), ModelSpending.count(keys), counted(keys)]
    }

    /// Ends the tries of instances that are gone: each may have cost as much as was set aside for it.
    package static func endLost(_ lost: [String], now: Timestamp) -> [SQL] {
        let keys = KeyList(lost, after: 2)
        let end = SQL(
            """
            UPDATE model_calls SET outcome = 'lost', error = $2, cost_nanodollars = reserved, is_estimated = 1, updated_at = $1, version = version + 1
            WHERE key IN (\(keys.placeholders)) AND outcome || '' = 'open' AND +expires_at <= $1
            """, [.time(now), .text("The instance that asked stopped before the end was known.")] + keys.arguments)
        return [end, ModelSpending.count(KeyList(lost)), counted(KeyList(lost))]
    }

    /// Tries whose end is overdue: `key`.
    package static func overdue(now: Timestamp, limit: Int64) -> SQL {
        SQL("SELECT key FROM model_calls WHERE outcome = 'open' AND expires_at <= $1 ORDER BY expires_at LIMIT $2", [.time(now), .integer(limit)])
    }

    /// Names the run whose row came after its calls.
    package static func attribute(_ workspace: WorkspaceID, mark: String, to run: Int64) -> SQL {
        SQL(
            "UPDATE model_calls SET run_id = $3 WHERE +workspace_id = $1 AND mark = $2 AND run_id IS NULL",
            [.workspace(workspace), .text(mark), .integer(run)])
    }

    private static let columns: KeyValuePairs<String, ValueRows.Kind> = [
        "workspace_id": .integer, "key": .text, "mark": .text, "purpose": .text, "user_id": .integer, "agent_type": .text,
        "agent_version": .integer, "run_id": .integer, "conversation_id": .integer, "provider": .text, "model": .text, "day": .text,
        "created_at": .integer, "outcome": .text, "error": .text, "tokens_in": .integer, "tokens_out": .integer, "cost": .integer,
        "is_estimated": .integer, "latency": .integer,
    ]

    private static func record(_ endings: [Ending], _ now: Timestamp) -> SQL {
        let ended = ValueRows(columns, endings.map(values), after: [.time(now)])
        return SQL(
            """
            WITH \(ended.definition(of: "ended"))
            INSERT INTO model_calls (workspace_id, key, mark, purpose, user_id, agent_type, agent_version, run_id, conversation_id, provider, model,
                day, created_at, outcome, error, tokens_in, tokens_out, cost_nanodollars, is_estimated, latency_ms, updated_at, version)
            SELECT workspace_id, key, NULLIF(mark, ''), purpose, user_id, NULLIF(agent_type, ''), NULLIF(agent_version, -1), NULLIF(run_id, -1),
                NULLIF(conversation_id, -1), provider, model, day, created_at, outcome, NULLIF(error, ''), NULLIF(tokens_in, -1),
                NULLIF(tokens_out, -1), NULLIF(cost, -1), is_estimated, latency, $1, 1
            FROM ended WHERE key <> ''
            ON CONFLICT (key) DO UPDATE SET run_id = COALESCE(model_calls.run_id, excluded.run_id), outcome = excluded.outcome, error = excluded.error, tokens_in = excluded.tokens_in,
                tokens_out = excluded.tokens_out, cost_nanodollars = excluded.cost_nanodollars, is_estimated = excluded.is_estimated,
                latency_ms = excluded.latency_ms, updated_at = excluded.updated_at, version = model_calls.version + 1
            WHERE model_calls.outcome = 'open'
            """, ended.arguments)
    }

    /// In the order of `columns`, with empty texts and -1 for what is null.
    private static func values(_ ending: Ending) -> [SQLValue] {
        let (call, account, result) = (ending.call, ending.call.account, ending.result)
        let tokens: CallTokens? =
            switch result.use {
            case .counted(let tokens): tokens
            case .nothing, .unknown: nil
            }
        let latency = max(0, result.endedAt.milliseconds - call.startedAt.milliseconds)
        return [
            .workspace(account.person.workspace), .text(call.key), .text(account.mark ?? ""), .text(account.purpose.rawValue),
            .integer(account.person.user), .text(account.agent?.rawValue ?? ""), .integer(account.agentVersion ?? -1),
            .integer(account.run ?? -1), .integer(account.conversation ?? -1), .text(call.writer.provider), .text(call.writer.model ?? ""),
            .date(ending.day), .time(call.startedAt), .text(result.outcome.rawValue), .text(result.reason.map { String($0.prefix(2000)) } ?? ""),
            .integer(tokens?.input ?? -1), .integer(tokens?.output ?? -1), .integer(ending.cost ?? -1),
            .integer(result.use == .unknown ? 1 : 0), .integer(latency),
        ]
    }

    private static func counted(_ keys: KeyList) -> SQL {
        SQL(
            """
            UPDATE model_calls SET is_counted = 1, reserved = 0
            WHERE key IN (\(keys.placeholders)) AND is_counted = 0 AND outcome || '' <> 'open'
            """, keys.arguments)
    }
}

/// Keys as a list of so many placeholders: a join with a table of values might read every row that there is.
struct KeyList {
    let arguments: [SQLValue]
    let placeholders: String

    /// Padded with empty texts to one of a few lengths, so that few distinct statements are prepared.
    ///
    /// - Parameter own: how many arguments the statement has before these.
    init(_ keys: [String], after own: Int = 0) {
        let length = ValueRows.length(for: keys.count)
        arguments = keys.map(SQLValue.text) + Array(repeating: .text(""), count: length - keys.count)
        placeholders = Storage.placeholders(own + 1...own + length)
    }
}

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

    static func counted(_ keys: KeyList) -> SQL {
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

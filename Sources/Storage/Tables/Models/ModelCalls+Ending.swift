package import Domain

extension ModelCalls {
    /// How a try ended, and what that costs.
    package struct Ending: Sendable, Equatable {
        package var call: PlannedCall
        package var day: LocalDate
        package var result: CallResult
        /// Nanodollars; nil where the model has no price.
        package var cost: Int64?
        /// Whether it may have a row: from before the try, with what was set aside for it, or since it was told already.
        package var mayHaveRow: Bool

        package init(call: PlannedCall, day: LocalDate, result: CallResult, cost: Int64?, mayHaveRow: Bool = true) {
            self.call = call
            self.day = day
            self.result = result
            self.cost = cost
            self.mayHaveRow = mayHaveRow
        }
    }

    /// A call that was said to have no row has one.
    package struct EnteredBefore: Error {
        package init() {}
    }

    /// The row that a run has got after its calls, which go by a mark until then.
    package struct Attribution: Sendable, Equatable {
        package var workspace: WorkspaceID
        package var mark: String
        package var run: Int64

        package init(workspace: WorkspaceID, mark: String, run: Int64) {
            self.workspace = workspace
            self.mark = mark
            self.run = run
        }
    }

    /// Records the ends of tries and counts what they cost, each once however often it is told.
    ///
    /// PostgreSQL counts with the same statement what it has entered, and a row need not be changed after. SQLite can't, but whoever
    /// writes is alone: rows that are new come in as counted (`EnteredBefore` where one is not), and only those that may not be are
    /// entered first, then counted, and then marked.
    package static func end(_ endings: [Ending], now: Timestamp, on dialect: Dialect) -> [SQL] {
        guard dialect == .sqlite else { return endings.isEmpty ? [] : [SQL(enteredAndCounted, endings.map { values($0) + [.time(now)] })] }
        return recordAndCount(endings.filter(\.mayHaveRow), now) + enter(endings.filter { !$0.mayHaveRow }, now)
    }

    private static func recordAndCount(_ endings: [Ending], _ now: Timestamp) -> [SQL] {
        guard !endings.isEmpty else { return [] }
        let keys = KeyList(endings.map(\.call.key))
        return [record(endings, now), ModelSpending.count(keys), counted(keys)]
    }

    private static func enter(_ endings: [Ending], _ now: Timestamp) -> [SQL] {
        var statements: [SQL] = []
        var left = endings[...]
        while let count = ValueRows.usualLengths.last(where: { $0 <= left.count }), let entry = entries[count] {
            let rows = left.prefix(count).flatMap { values($0) + [.time(now)] }
            statements.append(SQL(entry, rows).expecting(rows: count...count, orThrow: EnteredBefore()))
            left = left.dropFirst(count)
        }
        return statements + ModelSpending.add(endings)
    }

    /// By the number of their rows.
    private static let entries: [Int: String] = Dictionary(
        uniqueKeysWithValues: ValueRows.usualLengths.map { count in
            let width = columns.count + 1
            let rows = (0..<count).map { "(\(placeholders($0 * width + 1...($0 + 1) * width)), 1, 1)" }.joined(separator: ", ")
            return (count, "INSERT INTO model_calls (\(names), updated_at, is_counted, version) VALUES \(rows) ON CONFLICT (key) DO NOTHING")
        })

    /// Names the runs whose rows came after their calls.
    package static func attribute(_ attributions: [Attribution], on dialect: Dialect) -> [SQL] {
        let rows: [[SQLValue]] = attributions.map { [.workspace($0.workspace), .text($0.mark), .integer($0.run)] }
        guard dialect == .sqlite else { return rows.isEmpty ? [] : [SQL(attributed, rows)] }
        return rows.map { SQL("UPDATE model_calls SET run_id = $3 WHERE +workspace_id = $1 AND mark = $2 AND run_id IS NULL", $0) }
    }

    private static let columns: KeyValuePairs<String, ValueRows.Kind> = [
        "workspace_id": .integer, "key": .text, "mark": .text, "purpose": .text, "user_id": .integer, "agent_type": .text,
        "agent_version": .integer, "run_id": .integer, "conversation_id": .integer, "provider": .text, "model": .text, "day": .text,
        "created_at": .integer, "outcome": .text, "error": .text, "tokens_in": .integer, "tokens_out": .integer, "cost_nanodollars": .integer,
        "is_estimated": .integer, "latency_ms": .integer,
    ]
    private static let names = columns.map(\.key).joined(separator: ", ")

    /// What is another once the try has ended, where it was entered before.
    private static let changes = """
        run_id = COALESCE(model_calls.run_id, excluded.run_id), outcome = excluded.outcome, error = excluded.error, tokens_in = excluded.tokens_in,
            tokens_out = excluded.tokens_out, cost_nanodollars = excluded.cost_nanodollars, is_estimated = excluded.is_estimated,
            latency_ms = excluded.latency_ms, updated_at = excluded.updated_at, version = model_calls.version + 1
        """

    private static func record(_ endings: [Ending], _ now: Timestamp) -> SQL {
        let rows = endings.map { zip(values($0), columns).map { $0 == .null ? ($1.value == .integer ? .integer(-1) : .text("")) : $0 } }
        let ended = ValueRows(columns, rows, after: [.time(now)])
        return SQL(
            """
            WITH \(ended.definition(of: "ended"))
            INSERT INTO model_calls (\(names), updated_at, version)
            SELECT workspace_id, key, NULLIF(mark, ''), purpose, user_id, NULLIF(agent_type, ''), NULLIF(agent_version, -1), NULLIF(run_id, -1),
                NULLIF(conversation_id, -1), provider, model, day, created_at, outcome, NULLIF(error, ''), NULLIF(tokens_in, -1),
                NULLIF(tokens_out, -1), NULLIF(cost_nanodollars, -1), is_estimated, latency_ms, $1, 1
            FROM ended WHERE key <> ''
            ON CONFLICT (key) DO UPDATE SET \(changes)
            WHERE model_calls.outcome = 'open'
            """, ended.arguments)
    }

    /// What was set aside is read as it was before the statement, and only of a call that had a row then.
    ///
    /// The periods in one order, and the month first, as in `ModelSpending.reserve`: two commits then never wait for each other.
    private static let enteredAndCounted = JointForm(
        """
        WITH entered AS (
            INSERT INTO model_calls (\(names), updated_at, is_counted, version)
            SELECT \(names), updated_at, 1, 1 FROM unnest(\(placeholders(1...columns.count + 1))) AS ended (\(names), updated_at)
            ON CONFLICT (key) DO UPDATE SET \(changes), is_counted = 1, reserved = 0
            WHERE model_calls.outcome = 'open'
            RETURNING workspace_id, day, COALESCE(cost_nanodollars, 0) AS cost,
                CASE WHEN version = 1 THEN 0 ELSE (SELECT known.reserved FROM model_calls known WHERE known.key = model_calls.key) END AS set_aside)
        INSERT INTO model_spending (workspace_id, period, spent, reserved)
        SELECT workspace_id, period, \(CallSums.costs("cost")), -\(CallSums.costs("set_aside")) FROM (
            SELECT workspace_id, substr(day, 1, 7) AS period, cost, set_aside FROM entered
            UNION ALL SELECT workspace_id, day, cost, set_aside FROM entered) AS counted
        GROUP BY workspace_id, period ORDER BY workspace_id, period
        ON CONFLICT (workspace_id, period) DO UPDATE SET spent = \(ModelSpending.held("spent")) + excluded.spent,
            reserved = \(ModelSpending.held("reserved")) + excluded.reserved
        """, columns.map(\.value) + [.integer])

    private static let attributed = JointForm(
        """
        UPDATE model_calls SET run_id = named.run FROM unnest($1, $2, $3) AS named (workspace, mark, run)
        WHERE +model_calls.workspace_id = named.workspace AND model_calls.mark = named.mark AND model_calls.run_id IS NULL
        """, [.integer, .text, .integer])

    /// In the order of `columns`.
    private static func values(_ ending: Ending) -> [SQLValue] {
        let (call, account, result) = (ending.call, ending.call.account, ending.result)
        let tokens: CallTokens? =
            switch result.use {
            case .counted(let tokens): tokens
            case .nothing, .unknown: nil
            }
        let latency = max(0, result.endedAt.milliseconds - call.startedAt.milliseconds)
        return [
            .workspace(account.person.workspace), .text(call.key), .optional(account.mark), .text(account.purpose.rawValue),
            .integer(account.person.user), .optional(account.agent?.rawValue), .optional(account.agentVersion), .optional(account.run),
            .optional(account.conversation), .text(call.writer.provider), .text(call.writer.model ?? ""), .date(ending.day),
            .time(call.startedAt), .text(result.outcome.rawValue), .optional(result.reason.map { String($0.prefix(2000)) }),
            .optional(tokens?.input), .optional(tokens?.output), .optional(ending.cost), .integer(result.use == .unknown ? 1 : 0),
            .integer(latency),
        ]
    }
}

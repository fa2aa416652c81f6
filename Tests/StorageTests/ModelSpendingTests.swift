import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `What calls of models cost` {
    @Test(arguments: DatabaseKind.allCases) func `is set aside up to the budget and not beyond, whoever asks at once`(kind: DatabaseKind) async throws
    {
        try await withBudget(kind, day: 5) { database in
            // Five cents hold 50 calls of a thousandth of a dollar.
            let allowed = try await concurrently(Array(0..<8)) { instance -> [PlannedCall] in
                let store = try database.opened()
                var allowed: [PlannedCall] = []
                for number in 0..<25 {
                    let call = call("\(instance)-\(number)")
                    do {
                        _ = try await store.commit(ModelSpending.reserve(call, most: 1_000_000, day: today))
                        allowed.append(call)
                    } catch is ModelSpending.Reached {}
                }
                return allowed
            }.flatMap(\.output)
            #expect(allowed.count == 50)
            #expect(try await spending(database) == ["2026-01 0 50000000", "2026-01-01 0 50000000"])

            _ = try await concurrently(Array(0..<4)) { part in
                let store = try database.opened()
                for (number, call) in allowed.enumerated() where number % 4 == part {
                    _ = try await store.commit(ModelCalls.end([ending(call, cost: 400_000)], now: now, on: store.dialect))
                }
            }
            #expect(try await spending(database) == ["2026-01 20000000 0", "2026-01-01 20000000 0"])
            let rows = try await database.store.read(SQL("SELECT COUNT(*), SUM(reserved) FROM model_calls WHERE outcome = 'answered'"))
            #expect(rows[0].integer(0) == 50 && rows[0].integer(1) == 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `counts once, however often its end is told`(kind: DatabaseKind) async throws {
        try await withBudget(kind, day: 5) { database in
            let (reserved, free) = (call("reserved"), call("free"))
            _ = try await database.store.commit(ModelSpending.reserve(reserved, most: 1_000_000, day: today))
            let end = ModelCalls.end([ending(reserved, cost: 400_000), ending(free, cost: 100_000)], now: now, on: database.store.dialect)
            for _ in 0..<3 { _ = try await database.store.commit(end) }
            #expect(try await spending(database) == ["2026-01 500000 0", "2026-01-01 500000 0"])
        }
    }

    /// 85 rows are as many as one statement of each length takes.
    @Test(arguments: DatabaseKind.allCases, [1, 5, 85, 100])
    func `counts once where calls are entered that nothing was set aside for, in any number`(kind: DatabaseKind, count: Int) async throws {
        try await withBudget(kind, day: 5) { database in
            let dialect = database.store.dialect
            let new = (0..<count).map { ending(call("new \($0)"), cost: 1000, mayHaveRow: false) }
            _ = try await database.store.commit(ModelCalls.end(new, now: now, on: dialect))
            let sum = 1000 * count
            #expect(try await spending(database) == ["2026-01 \(sum) 0", "2026-01-01 \(sum) 0"])
            #expect(try await database.store.read(SQL("SELECT COUNT(*) FROM model_calls WHERE is_counted = 1"))[0].integer(0) == Int64(count))

            let reserved = call("reserved")
            _ = try await database.store.commit(ModelSpending.reserve(reserved, most: 1_000_000, day: today))
            let told = [new[0], ending(reserved, cost: 400_000), ending(call("last"), cost: 7, mayHaveRow: false)]
            let again = ModelCalls.end(told, now: now, on: dialect)
            if kind == .sqlite {
                await #expect(throws: ModelCalls.EnteredBefore.self) { try await database.store.commit(again) }
                #expect(try await spending(database) == ["2026-01 \(sum) 1000000", "2026-01-01 \(sum) 1000000"])
                _ = try await database.store.commit(ModelCalls.end([new[0], told[1]].map(\.maybeKnown) + [told[2]], now: now, on: dialect))
            } else {
                _ = try await database.store.commit(again)
            }
            #expect(try await spending(database) == ["2026-01 \(sum + 400_007) 0", "2026-01-01 \(sum + 400_007) 0"])
        }
    }

    /// Each waits for the row that the other has changed.
    @Test(arguments: [(End.told, End.told, true), (.told, .told, false), (.told, .lost, true), (.lost, .told, true)])
    func `is counted once where two sessions end a call in the same moment`(first: End, second: End, isReserved: Bool) async throws {
        try await withBudget(.postgres, day: 5) { database in
            let call = call("both")
            if isReserved { _ = try await database.store.commit(ModelSpending.reserve(call, most: 1_000_000, day: today)) }
            try await DatabaseGate.with(database) { gate in
                let (one, other) = (try database.opened(), try database.opened())
                let former = Task { try await one.commit(first.statements(of: call) + [gate.pass]) }
                try await eventually { try await gate.held() == 1 }
                let latter = Task { try await other.commit(second.statements(of: call)) }
                try await eventually { try await gate.waitingForRows() == 1 }
                try await gate.open()
                _ = try await (former.value, latter.value)
            }
            let spent = first == .lost ? 1_000_000 : 400_000
            #expect(try await spending(database) == ["2026-01 \(spent) 0", "2026-01-01 \(spent) 0"])
            let calls = try await database.store.read(SQL("SELECT outcome, reserved, is_counted FROM model_calls"))
            #expect(calls == [Row([.text(first == .lost ? "lost" : "answered"), .integer(0), .integer(1)])])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is the most it can have been where the instance has gone, and stays so`(kind: DatabaseKind)
        async throws
    {
        try await withBudget(kind, day: 5) { database in
            let lost = call("lost")
            _ = try await database.store.commit(ModelSpending.reserve(lost, most: 1_000_000, day: today))
            #expect(try await database.store.read(ModelCalls.overdue(now: now, limit: 10)) == [])
            let later = now.adding(.seconds(121))
            let keys = try await database.store.read(ModelCalls.overdue(now: later, limit: 10)).map { $0.text(0) }
            #expect(keys == ["lost"])
            for _ in 0..<2 { _ = try await database.store.commit(ModelCalls.endLost(keys, now: later)) }
            _ = try await database.store.commit(ModelCalls.end([ending(lost, cost: 1)], now: later, on: database.store.dialect))
            #expect(try await spending(database) == ["2026-01 1000000 0", "2026-01-01 1000000 0"])
            let row = try await database.store.read(SQL("SELECT outcome, is_estimated, cost_nanodollars FROM model_calls"))
            #expect(row[0].text(0) == "lost" && row[0].integer(1) == 1 && row[0].integer(2) == 1_000_000)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `keeps to a month's budget over its days, and to a run's over its calls`(kind: DatabaseKind)
        async throws
    {
        try await withBudget(kind, month: 1, run: 1) { database in
            func reserve(_ key: String, run: Int64?, _ day: LocalDate) async throws {
                _ = try await database.store.commit(ModelSpending.reserve(call(key, run: run), most: 4_000_000, day: day))
            }
            try await reserve("a", run: 7, today)
            try await reserve("b", run: 8, today.adding(days: 1))
            await #expect(throws: ModelSpending.Reached(budget: .month)) { try await reserve("c", run: 9, today.adding(days: 2)) }
            try await reserve("d", run: 7, today.adding(days: 31))
            // The third of run 7 would be more than a cent.
            await #expect(throws: ModelSpending.Reached(budget: .run)) { try await reserve("e", run: 7, today.adding(days: 31)) }
            try await reserve("f", run: 10, today.adding(days: 31))
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is told once in a period, and anew where the budget has changed`(kind: DatabaseKind) async throws {
        try await withBudget(kind, day: 0) { database in
            let tell = ModelSpending.tell(.first, period: "2026-01-01", now: now)
            _ = try await database.store.commit(tell)
            await #expect(throws: ModelSpending.AlreadyTold.self) { try await database.store.commit(tell) }
            _ = try await database.store.commit(ModelSpending.forgetTelling(.first, day: today))
            _ = try await database.store.commit(tell)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is counted by the keys of its calls, however many others there are`(kind: DatabaseKind) async throws
    {
        try await withBudget(kind) { database in
            let isSQLite = kind == .sqlite
            let endings = (0..<20).map { ending(call("call \($0)"), cost: 1) }
            // SQLite says nothing of the rows that its first statement is about to enter.
            let end = ModelCalls.end(endings, now: now, on: database.store.dialect).dropFirst(isSQLite ? 1 : 0)
            for var statement in Array(end) + ModelCalls.endLost(["a"], now: now) {
                statement.text = "\(isSQLite ? "EXPLAIN QUERY PLAN" : "EXPLAIN") \(statement.text)"
                let plan = try await database.store.commit(statement.oneOff()).map { $0.text(isSQLite ? 3 : 0) }
                let looks = plan.filter { ($0.contains("model_calls") || $0.contains(" c ")) && (isSQLite || $0.contains("Scan")) }
                #expect(!looks.isEmpty && looks.allSatisfy { $0.contains("model_calls_key") }, "\(plan)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `names the runs of calls by their marks, however many others there are`(kind: DatabaseKind)
        async throws
    {
        try await withBudget(kind) { database in
            let (isSQLite, dialect) = (kind == .sqlite, database.store.dialect)
            let calls = ["a", "a", "b", "c", "d"].enumerated().map { call("call \($0)", mark: $1) }
            _ = try await database.store.commit(ModelCalls.end(calls.map { ending($0, cost: 1) }, now: now, on: dialect))
            func attributions(_ runs: KeyValuePairs<String, Int64>) -> [ModelCalls.Attribution] {
                runs.map { ModelCalls.Attribution(workspace: .first, mark: $0, run: $1) }
            }
            let statements = ModelCalls.attribute(attributions(["a": 7, "c": 8, "unknown": 9]), on: dialect)
            for var statement in statements {
                statement.text = "\(isSQLite ? "EXPLAIN QUERY PLAN" : "EXPLAIN") \(statement.text)"
                let plan = try await database.store.commit(statement.oneOff()).map { $0.text(isSQLite ? 3 : 0) }
                #expect(plan.contains { $0.contains("model_calls_mark") }, "\(plan)")
            }
            _ = try await database.store.commit(statements)
            // A run that is named stays so, and no other workspace names it.
            _ = try await database.store.commit(ModelCalls.attribute(attributions(["a": 10]), on: dialect))
            let other = ModelCalls.Attribution(workspace: WorkspaceID(99), mark: "b", run: 11)
            _ = try await database.store.commit(ModelCalls.attribute([other], on: dialect))
            let rows = try await database.store.read(SQL("SELECT COALESCE(run_id, 0) FROM model_calls ORDER BY key"))
            #expect(rows.map { $0.integer(0) } == [7, 7, 0, 8, 0])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is summed by day, by agent and by model`(kind: DatabaseKind) async throws {
        try await withBudget(kind) { database in
            let other = WriterName("anthropic:claude-haiku-4-5")
            _ = try await database.store.commit(
                ModelCalls.end(
                    [
                        ending(call("a", run: 1), cost: 5), ending(call("b", run: 2), day: today.adding(days: 1), cost: 7),
                        ending(call("c", by: other), cost: nil),
                        ending(call("d"), cost: 3, CallResult(.timedOut, reason: "too slow", use: .unknown, endedAt: now)),
                    ], now: now, on: database.store.dialect))
            func lines(_ grouping: ModelCallSummary.Grouping, to last: LocalDate = today.adding(days: 1)) async throws -> [String] {
                try await database.store.read(ModelCallSummary.query(.first, by: grouping, from: today, to: last)).map(ModelCallSummary.init).map {
                    "\($0.name) \($0.calls) \($0.answered) \($0.tokensIn) \($0.tokensOut) \($0.nanodollars) \($0.estimated) \($0.unpriced)"
                }
            }
            #expect(try await lines(.day) == ["2026-01-02 1 1 11 7 7 0 0", "2026-01-01 3 2 22 14 8 1 1"])
            #expect(try await lines(.agent) == ["REMINDER 2 2 22 14 12 0 0", "CHAT 2 1 11 7 3 1 1"])
            #expect(try await lines(.model, to: today) == ["openai:gpt-4o-mini 2 1 11 7 8 1 0", "anthropic:claude-haiku-4-5 1 1 11 7 0 0 1"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is still told, set aside and counted where the books hold absurd numbers`(kind: DatabaseKind)
        async throws
    {
        try await withBudget(kind, run: 1) { database in
            _ = try await database.store.commit(
                ModelCalls.end((0..<3).map { ending(call("old \($0)", run: 1), cost: 5) }, now: now, on: database.store.dialect))
            let absurd: [SQLValue] = [.integer(.max)]
            _ = try await database.store.commit([
                SQL("UPDATE model_calls SET tokens_in = $1, tokens_out = $1, cost_nanodollars = $1", absurd),
                SQL("UPDATE model_spending SET spent = $1, reserved = $1", absurd),
            ])
            for grouping in ModelCallSummary.Grouping.allCases {
                let line = try await database.store.read(ModelCallSummary.query(.first, by: grouping, from: today, to: today)).map(
                    ModelCallSummary.init)
                #expect(line.map(\.calls) == [3] && line[0].tokensIn > 0 && line[0].nanodollars > 0)
            }
            let standings = try await database.store.read(ModelSpending.read(.first, day: today))
            #expect(standings.count == 2 && standings.allSatisfy { $0.integer(1) > 0 && $0.integer(2) > 0 })
            await #expect(throws: ModelSpending.Reached(budget: .run)) {
                _ = try await database.store.commit(ModelSpending.reserve(call("next", run: 1), most: 1, day: today))
            }
            let before = try await spending(database)
            _ = try await database.store.commit(ModelSpending.reserve(call("chat"), most: 7, day: today))
            _ = try await database.store.commit(ModelCalls.end([ending(call("chat"), cost: 5)], now: now, on: database.store.dialect))
            #expect(try await spending(database) != before)
        }
    }
}

/// What ends a call: whoever asked tells how, or nobody does.
enum End: Sendable {
    case told
    case lost

    fileprivate func statements(of call: PlannedCall) -> [SQL] {
        switch self {
        case .told: ModelCalls.end([ending(call, cost: 400_000)], now: now, on: .postgres)
        case .lost: ModelCalls.endLost([call.key], now: now.adding(.seconds(121)))
        }
    }
}

private let now = TemporaryDatabase.birth
private let today = LocalDate(year: 2026, month: 1, day: 1)

private func call(
    _ key: String, run: Int64? = nil, mark: String? = nil, by writer: WriterName = WriterName("openai:gpt-4o-mini")
) -> PlannedCall {
    let person = Person(workspace: .first, user: 1)
    var account = run.map { CallAccount(.run, for: person, agent: .reminder, agentVersion: 3, run: $0) } ?? CallAccount(.chat, for: person)
    account.mark = mark
    return PlannedCall(
        key: key, account: account, writer: writer, startedAt: now, most: CallTokens(input: 100, output: 100), endsBy: now.adding(.seconds(120)))
}

private func ending(
    _ call: PlannedCall, day: LocalDate = today, cost: Int64?, mayHaveRow: Bool = true,
    _ result: CallResult = CallResult(.answered, use: .counted(CallTokens(input: 11, output: 7)), endedAt: now.adding(.milliseconds(250)))
) -> ModelCalls.Ending {
    ModelCalls.Ending(call: call, day: day, result: result, cost: cost, mayHaveRow: mayHaveRow)
}

extension ModelCalls.Ending {
    fileprivate var maybeKnown: ModelCalls.Ending {
        var copy = self
        copy.mayHaveRow = true
        return copy
    }
}

/// A workspace with these budgets, in US cents.
private func withBudget(
    _ kind: DatabaseKind, day: Int64? = nil, month: Int64? = nil, run: Int64? = nil, _ body: (TemporaryDatabase) async throws -> Void
) async throws {
    try await TemporaryDatabase.with(kind) { database in
        let budgets: [(ModelSpending.Budget, Int64?)] = [(.day, day), (.month, month), (.run, run)]
        let values = Dictionary(uniqueKeysWithValues: budgets.map { ($0.column, SQLValue.optional($1)) })
        _ = try await database.store.commit(Workspaces.update(.first, values, version: nil, now: now))
        try await body(database)
    }
}

/// `period spent reserved`, by period.
private func spending(_ database: TemporaryDatabase) async throws -> [String] {
    try await database.store.read(SQL("SELECT period, spent, reserved FROM model_spending ORDER BY period")).map {
        "\($0.text(0)) \($0.integer(1)) \($0.integer(2))"
    }
}

import Domain
import Logging
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `The books on models` {
    @Test func `make a run wait until the next day's budget, tell the owner once, and let it go on when the budget grows`() async throws {
        try await EngineFixture.with(users: 3) { engine in
            let books = Books(engine)
            try await books.setBudget(day: 2)
            _ = try await engine.batches.request(.reminder, in: .first)
            let worker = engine.worker(on: books.pipeline)
            try await worker.drain()
            await books.ledger.flush()
            // A call may cost half a cent and costs a thousandth of a dollar.
            #expect(try await books.spent() == 3_000_000)
            try await books.setBudget(day: 0)
            _ = try await engine.batches.request(.reminder, in: .first)
            try await worker.drain()
            let waiting = try await engine.run(4)
            #expect(waiting["state"] == .text("queued") && waiting["rule"] == .text("model_budget") && waiting["attempts"] == .integer(0))
            #expect(waiting["next_attempt_at"] == .time(utc("2026-03-02T01:00:00")))
            let asked = await #expect(throws: RunFailed.self) { try await books.pipeline.run(.followUp, for: owner) }
            #expect(try await engine.run(asked?.run ?? 0)["rule"] == .text("model_budget"))
            let notices = try await engine.history().filter { $0.hasPrefix("NOTICE|") }
            #expect(notices.count == 1 && notices[0].contains("$0.00") && notices[0].contains("2026-03-03"))

            try await books.setBudget(day: nil)
            try await worker.drain()
            await books.ledger.flush()
            #expect(try await engine.states() == Array(repeating: "succeeded", count: 7))
            #expect(try await engine.run(4)["rule"] == .null)
            #expect(try await books.spent() == 7_000_000)
        }
    }

    @Test func `name the run of each call, also where it got its row after the call, and the prompt's version`() async throws {
        try await EngineFixture.with { engine in
            let books = Books(engine)
            let run = try await books.pipeline.run(.reminder, for: owner).run
            _ = try await books.chat.answer(owner, typed: "Hello")
            await books.ledger.flush()
            let rows = try await engine.store.read(
                SQL("SELECT purpose, run_id, agent_type, agent_version, tokens_in, latency_ms, day FROM model_calls ORDER BY id"))
            #expect(rows.map { $0.text(0) } == ["run", "chat"])
            #expect(rows[0].integer(1) == run && rows[0].text(2) == "REMINDER" && rows[0].integer(3) == 1)
            #expect(rows[1][1] == .null && rows[1].integer(4) == 1000 && rows[1].integer(5) == 0 && rows[1].text(6) == "2026-03-02")
        }
    }

    @Test func `refuse a model without a price where there is a budget, and name the remedy`() async throws {
        try await EngineFixture.with { engine in
            let books = Books(engine, writer: "compatible:llama")
            _ = try await books.chat.answer(owner, typed: "Hello")
            try await books.setBudget(day: 100)
            let error = await #expect(throws: LLMError.self) { try await books.chat.answer(owner, typed: "And now?") }
            #expect(error?.reason.contains("LLM_PRICES") == true)
            await books.ledger.flush()
            let costs = try await engine.store.read(SQL("SELECT cost_nanodollars FROM model_calls"))
            #expect(costs.map { $0[0] } == [.null])
        }
    }

    @Test func `end a run that would cost more than one may`() async throws {
        try await EngineFixture.with { engine in
            let books = Books(engine)
            try await books.setBudget(run: 0)
            _ = try await engine.batches.request(.reminder, in: .first)
            try await engine.worker(on: books.pipeline).drain()
            let run = try await engine.run(1)
            #expect(run["state"] == .text("dead"))
            guard case .text(let reason)? = run["error"] else { throw Refused() }
            #expect(reason.contains("one run"))
        }
    }

    @Test func `count a call of an instance that is gone as the most it can have cost`() async throws {
        try await EngineFixture.with { engine in
            let books = Books(engine)
            try await books.setBudget(day: 100)
            try await books.ledger.begin(books.model.planned(CallAccount(.chat, for: owner), at: engine.clock.now))
            let lost = LostCalls(store: engine.store, clock: engine.clock.wall, logger: .silent)
            _ = try await lost.tick()
            #expect(try await books.spent() == 0)
            engine.clock.advance(by: .seconds(121))
            _ = try await lost.tick()
            #expect(try await books.spent() == 5_000_000)
            let reserved = try await engine.store.read(SQL("SELECT SUM(reserved) FROM model_spending"))
            #expect(reserved[0].integer(0) == 0)
        }
    }

    @Test func `count once what was stored although nobody has heard of it`() async throws {
        try await EngineFixture.with { engine in
            let deaf = RefusingStore(engine.store, .uncertain(reason: "Lost."), times: 1, carriesOut: true) { $0.text.contains("INTO model_calls") }
            let books = Books(engine, on: deaf)
            let result = CallResult(.answered, use: .counted(CallTokens(input: 1000, output: 1000)), endedAt: engine.clock.now)
            for _ in 0..<3 { books.ledger.end(books.model.planned(CallAccount(.chat, for: owner), at: engine.clock.now), result) }
            let flushing = Task { await books.ledger.flush() }
            // It waits before it tries again.
            try await eventually { engine.clock.sleepers > 1 }
            engine.clock.advance(by: .milliseconds(50))
            await flushing.value
            let calls = try await engine.store.read(SQL("SELECT COUNT(*) FROM model_calls"))[0].integer(0)
            let spent = try await books.spent()
            #expect(calls == 3 && spent == 3_000_000)
        }
    }

    @Test func `are closed without what a database that stays away does not take, which the log is told`() async throws {
        try await EngineFixture.with { engine in
            let lines = LogLines()
            let books = Books(
                engine, on: RefusingStore(engine.store, .unavailable(reason: "Away.")) { $0.text.contains("model_calls") }, lines.logger)
            let call = books.model.planned(CallAccount(.chat, for: owner), at: engine.clock.now)
            books.ledger.end(call, CallResult(.answered, use: .counted(CallTokens(input: 1, output: 1)), endedAt: engine.clock.now))
            let closing = Task { await books.ledger.close() }
            let end = engine.clock.now.adding(.seconds(12))
            try await eventually {
                if engine.clock.sleepers > 0, engine.clock.now < end { engine.clock.advance(by: .milliseconds(500)) }
                return !lines.all.isEmpty
            }
            await closing.value
            #expect(lines.all.count == 1 && lines.all[0].hasPrefix("calls of models could not be entered in the books calls=1 error="))
        }
    }
}

/// An engine whose model is in the books: a call takes 1,000 tokens each way, and may take five times as many.
private struct Books {
    let engine: EngineFixture
    let ledger: ModelLedger
    let pipeline: Pipeline
    let model: BookedModel
    private let settings: WorkspaceSettings

    init(_ engine: EngineFixture, writer: String = "scripted:1", on store: (any Store)? = nil, _ logger: Logger = .silent) {
        self.engine = engine
        let settings = WorkspaceSettings(store: engine.store, clock: engine.clock.wall)
        let prices = PriceList(date: LocalDate(year: 2026, month: 1, day: 1), [ModelPrice("scripted", "1", input: 500, output: 500)])
        let ledger = ModelLedger(
            store: store ?? engine.store, clock: engine.clock.wall, settings: settings, prices: prices, logger: logger)
        let model = BookedModel(name: WriterName(writer), ledger: ledger, clock: engine.clock.wall)
        let contexts = ContextBuilder(store: engine.store, settings: settings, olderMessages: false)
        pipeline = Pipeline(
            store: engine.store, clock: engine.clock.wall, contexts: contexts, writer: LLMWriter(ChosenModel(name: model.name, provider: model)),
            owner: "here",
            signals: engine.signals, ledger: ledger)
        (self.settings, self.ledger, self.model) = (settings, ledger, model)
    }

    var chat: Chat {
        let desk = ProposalDesk(pipeline: pipeline, settings: settings)
        return Chat(
            pipeline: pipeline, assistant: Assistant(pipeline: pipeline, desk: desk), memory: MemoryKeeper(pipeline: pipeline, logger: .silent))
    }

    func setBudget(day: Int64? = nil, run: Int64? = nil) async throws {
        try await Spending(store: engine.store, settings: settings).setBudgets(
            ["model_budget_day_cents": .optional(day), "model_budget_run_cents": .optional(run)], of: .first, now: engine.clock.now)
    }

    func spent() async throws -> Int64 {
        try await engine.store.read(SQL("SELECT COALESCE(SUM(spent), 0) FROM model_spending WHERE period LIKE '____-__-__'"))[0].integer(0)
    }
}

private struct BookedModel: LLMProvider {
    let name: WriterName
    let ledger: ModelLedger
    let clock: WallClock
    var model: String { name.model ?? "" }

    func planned(_ account: CallAccount, at now: Timestamp) -> PlannedCall {
        PlannedCall(
            key: CallKeys.next(), account: account, writer: name, startedAt: now, most: CallTokens(input: 5000, output: 5000),
            endsBy: now.adding(.seconds(120)))
    }

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        guard let account = request.account else { throw .unusable(reason: "Nobody pays.") }
        let call = planned(account, at: clock.now())
        try await ledger.begin(call)
        ledger.end(call, CallResult(.answered, use: .counted(CallTokens(input: 1000, output: 1000)), endedAt: clock.now()))
        return Completion(text: "Good morning.", tokensIn: 1000, tokensOut: 1000, model: model)
    }
}

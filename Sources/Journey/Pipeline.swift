package import Domain
package import Storage

/// The whole way of one run: who -> facts -> message -> history and outbox, with the run's end together.
///
/// A run on request takes it at once, for its caller; a scheduled one is a row that `RunWorker` takes through the same steps.
package struct Pipeline: Sendable {
    package let store: any Store
    package let clock: WallClock
    package let contexts: ContextBuilder
    package let writer: any MessageWriter
    /// Tells this process's claims of runs from those of others.
    let owner: String
    let signals: any Signals
    /// Nil where nobody keeps books on the writer's calls.
    let ledger: ModelLedger?
    let seed: @Sendable () -> UInt64
    private let words = WordsInHand()

    package init(
        store: any Store, clock: WallClock, contexts: ContextBuilder, writer: any MessageWriter, owner: String,
        signals: any Signals = LocalSignals(), ledger: ModelLedger? = nil,
        seed: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) {
        self.store = store
        self.clock = clock
        self.contexts = contexts
        self.writer = writer
        self.owner = owner
        self.signals = signals
        self.ledger = ledger
        self.seed = seed
    }

    package struct Result: Sendable, Equatable {
        package var run: Int64
        package var message: WrittenMessage
    }

    /// Runs an agent for a person now, or takes up an earlier run on request that failed and waits.
    ///
    /// - Parameter effects: statements that belong to the same transaction as the message.
    /// - Throws: `RowNotFound` for an unknown person, `AgentNotFound`, `RunFailed` once the failed run is on record,
    ///   `ValidationError` for an agent without words for people, `LLMError.cancelled`, `StoreError`.
    package func run(_ agent: AgentType, for person: Person, effects: [SQL] = []) async throws -> Result {
        words.begin(person)
        defer { words.end(person) }
        let started = clock.now()
        var (context, answers) = try await contexts.context(
            of: person, reading: [RequestedRuns.unfinished(person, agent: agent), Agents.brief(person.workspace, agent)])
        let brief = try AgentBrief(agent, answers[1])
        guard agent.isBuiltIn || brief.prompt != nil else {
            throw ValidationError(field: "agent_type", "agent_type names an agent that writes to contacts only: it has no prompt for people.")
        }
        if !answers[0].isEmpty {
            if let result = try await EarlierWish(pipeline: self, agent: brief, person: person).result(effects: effects) { return result }
            context = try await contexts.context(of: person)
        }
        let mark = CallKeys.next()
        do {
            let account = brief.account(for: person, mark: mark)
            let message = try await write(brief, to: context, account)
            // Offline writing does not notice that its caller has gone.
            if Task.isCancelled { throw LLMError.cancelled }
            let record = AgentRuns.record(person, agent: agent, by: brief.version, message: message, started: started, now: clock.now())
            let rows = try await store.commit(record + effects)
            if !rows[2].isEmpty { signals.send(.deliveries) }
            ledger?.attribute(mark, to: rows[0][0].integer(0), in: person.workspace)
            return Result(run: rows[0][0].integer(0), message: message)
        } catch let error as LLMError where error != .cancelled {
            let failure = try await recordFailure(of: brief, for: person, error, started: started)
            ledger?.attribute(mark, to: failure.run, in: person.workspace)
            throw failure
        }
    }

    private func recordFailure(of agent: AgentBrief, for person: Person, _ error: LLMError, started: Timestamp) async throws -> RunFailed {
        let now = clock.now()
        let retryAt = RetryPlan.runs.delay(afterAttempt: 1, error: error).map(now.adding)
        let rows = try await store.commit(
            AgentRuns.recordFailure(
                person, agent: agent.type, by: agent.version, error: error.reason, rule: error.rule, retryAt: retryAt, started: started, now: now))
        return RunFailed(run: rows[0].integer(0), error: error, retryAt: retryAt)
    }

    /// Answers a chat message without tools.
    ///
    /// - Parameter context: what is at hand; more is looked up where the message may speak of it.
    func answer(_ message: String, _ context: PersonContext, _ account: CallAccount) async throws(LLMError) -> WrittenMessage {
        let zone = try await looking { _ in try await contexts.settings.zone(of: context.person.workspace) }
        let read = WiderLook.spelled(message, context, in: zone)
        let purpose = Assignment.Purpose.chat(message: read.message)
        let context = try await looking { look in
            let wider = try await look.withAgenda(
                askedIn: read.message, try await look.widened(read.context, for: purpose), in: zone, now: clock.now())
            return try await look.withFindings(askedIn: read.message, wider, in: zone, now: clock.now())
        }
        return try await writer.write(Assignment(purpose: purpose, context: context, seed: seed(), account: account))
    }

    /// Writes an agent's message to a person.
    func write(_ agent: AgentBrief, to context: PersonContext, _ account: CallAccount) async throws(LLMError) -> WrittenMessage {
        let purpose = Assignment.Purpose.agent(agent.type)
        var context = try await widened(context, for: purpose)
        var assignment = Assignment(purpose: purpose, prompt: agent.prompt, context: context, seed: seed(), account: account)
        assignment.models = agent.models
        var message = try await writer.write(assignment)
        guard message.writer == .offline else { return message }
        let onRecord = context.messages
        for _ in 0..<Self.mostTries {
            let others = words.take(message.text, for: context.person)
            guard !others.isEmpty else { return message }
            context.messages = others.map { MessageFact(id: 0, kind: .agent(agent.type), body: $0, createdAt: clock.now()) } + onRecord
            assignment.recipient = .person(context)
            message = try await writer.write(assignment)
        }
        _ = words.take(message.text, for: context.person)
        return message
    }

    /// Others may choose the same words again.
    private static let mostTries = 3

    /// Writes to a contact; who that is the run says, and nothing else. What a model wrote is compared with the facts.
    ///
    /// - Parameter step: which message of the agent's sequence; nil for none.
    func write(
        _ agent: AgentBrief, step: Int? = nil, to contact: ContactContext, _ account: CallAccount
    ) async throws(LLMError) -> WrittenMessage {
        var assignment = Assignment(agent.type, prompt: try agent.contactPrompt(of: step), to: contact, seed: seed(), account: account)
        assignment.models = agent.models
        return ClaimReview.reviewed(try await writer.write(assignment), to: contact, agent.autonomy)
    }
}

extension Pipeline {
    /// With what a message about it may speak of besides.
    func widened(_ context: PersonContext, for purpose: Assignment.Purpose) async throws(LLMError) -> PersonContext {
        try await looking { try await $0.widened(context, for: purpose) }
    }

    private func looking<Found: Sendable>(_ look: (WiderLook) async throws -> Found) async throws(LLMError) -> Found {
        do {
            return try await look(WiderLook(store: store))
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .unavailable(reason: "The records could not be read.", retryAfter: nil)
        }
    }
}

/// A run on request that got no message and is on record with its reason.
package struct RunFailed: Error, Equatable {
    package var run: Int64
    package var error: LLMError
    /// When the worker tries it again; nil after the last attempt.
    package var retryAt: Timestamp?

    /// What happens next, as a sentence for whoever asked.
    package var outlook: String {
        guard let retryAt else { return "It was tried often enough: ask again once the cause is mended." }
        return "The run is tried again by itself at \(retryAt.rfc3339), or as soon as you ask again."
    }

    /// The same where the process that was asked ends now, and nobody knows whether a server runs.
    package var outlookInTerminal: String {
        guard let retryAt else { return outlook }
        return "A server on this database, if one runs, tries the run again at \(retryAt.rfc3339); the same command does so at once."
    }
}

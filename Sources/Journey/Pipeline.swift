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
    let signals: any Signals
    let seed: @Sendable () -> UInt64

    package init(
        store: any Store, clock: WallClock, contexts: ContextBuilder, writer: any MessageWriter, signals: any Signals = LocalSignals(),
        seed: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) {
        self.store = store
        self.clock = clock
        self.contexts = contexts
        self.writer = writer
        self.signals = signals
        self.seed = seed
    }

    package struct Result: Sendable, Equatable {
        package var run: Int64
        package var message: WrittenMessage
    }

    /// Runs an agent for a person now.
    ///
    /// - Parameter effects: statements that belong to the same transaction as the message.
    /// - Throws: `RowNotFound` for an unknown person, `LLMError` once the failed run is on record, `StoreError`.
    package func run(_ agent: AgentType, for person: Person, effects: [SQL] = []) async throws -> Result {
        let started = clock.now()
        let context = try await contexts.context(of: person)
        do {
            let message = try await write(.agent(agent), context)
            let rows = try await store.commit(AgentRuns.record(person, agent: agent, message: message, started: started, now: clock.now()) + effects)
            if !rows[2].isEmpty { signals.send(.deliveries) }
            return Result(run: rows[0][0].integer(0), message: message)
        } catch let error as LLMError where error != .cancelled {
            try await store.commit(AgentRuns.recordFailure(person, agent: agent, error: error.reason, started: started, now: clock.now()))
            throw error
        }
    }

    func write(_ purpose: Assignment.Purpose, _ context: PersonContext) async throws(LLMError) -> WrittenMessage {
        try await writer.write(Assignment(purpose: purpose, context: context, seed: seed()))
    }
}

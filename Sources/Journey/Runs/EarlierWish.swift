import Domain
import Storage

/// An agent asked for again while an earlier run on request of the same agent for the same person has failed and waits:
/// that run is taken up now, so that the person gets one message and not two.
struct EarlierWish {
    let pipeline: Pipeline
    let agent: AgentBrief
    let person: Person
    /// Of this request alone: nothing else in this process gives its claim back.
    private let owner: String
    private static let pollInterval = Duration.milliseconds(200)

    private var store: any Store { pipeline.store }
    private var clock: WallClock { pipeline.clock }

    init(pipeline: Pipeline, agent: AgentBrief, person: Person) {
        self.pipeline = pipeline
        self.agent = agent
        self.person = person
        owner = "\(pipeline.owner)/\(Token.random())"
    }

    /// The message of the earlier run, written now, or awaited where the worker has it in hand; nil where there is none.
    ///
    /// - Parameter effects: statements that belong to the same transaction as the message.
    /// - Throws: `RunFailed`, `LLMError.cancelled` with the run as it was, `StoreError`.
    func result(effects: [SQL]) async throws -> Pipeline.Result? {
        while let id = try await store.read(RequestedRuns.unfinished(person, agent: agent.type)).first?.integer(0) {
            if let claim = try await claim(id) {
                if let result = try await write(claim, effects) { return result }
            } else {
                do { try await clock.sleep(Self.pollInterval) } catch { throw LLMError.cancelled }
            }
            if let result = try await written(id, effects) { return result }
        }
        return nil
    }

    /// Nil where a worker has this run in hand, or another of the same person.
    private func claim(_ id: Int64) async throws -> RunQueue.Claim? {
        do {
            let rows = try await store.commit(RequestedRuns.claim(id, of: person, owner: owner, lease: Lease.length, now: clock.now()))
            return RunQueue.claims(rows).first
        } catch StoreError.duplicate {
            // A worker has begun another run of the person in this very moment.
            return nil
        }
    }

    /// What another has written for the run.
    private func written(_ id: Int64, _ effects: [SQL]) async throws -> Pipeline.Result? {
        guard let row = try await store.read(RequestedRuns.message(of: id, for: person)).first else { return nil }
        if !effects.isEmpty { _ = try await store.commit(effects) }
        let message = WrittenMessage(
            text: row.text(0), writer: WriterName(row.text(1)), tokensIn: row.optionalInteger(2), tokensOut: row.optionalInteger(3))
        return Pipeline.Result(run: id, message: message)
    }

    /// Nil where the claim was lost meanwhile.
    private func write(_ claim: RunQueue.Claim, _ effects: [SQL]) async throws -> Pipeline.Result? {
        do {
            async let _ = keepLease(claim)
            let account = agent.account(for: person, run: claim.id)
            let message = try await pipeline.write(agent, to: pipeline.contexts.context(of: person), account)
            let stored = try await store.commit(ended(claim, message) + effects)
            if !stored[2].isEmpty { pipeline.signals.send(.deliveries) }
            return Pipeline.Result(run: claim.id, message: message)
        } catch is LostClaim {
            return nil
        } catch let error as LLMError where error != .cancelled {
            throw try await failed(claim, error)
        } catch {
            // Where this fails too the lease runs out, and the worker takes the run up.
            _ = try? await store.commit(RunQueue.release(claim, owner: owner, now: clock.now()))
            throw error
        }
    }

    /// Undoes the caller's effects too where the claim was lost.
    private func ended(_ claim: RunQueue.Claim, _ message: WrittenMessage) -> [SQL] {
        var statements = RunQueue.succeed(claim, owner: owner, by: agent.version, message: message, now: clock.now())
        statements[0] = statements[0].expectingOneRow(orThrow: LostClaim())
        return statements
    }

    private func failed(_ claim: RunQueue.Claim, _ error: LLMError) async throws -> RunFailed {
        let now = clock.now()
        let retryAt = RetryPlan.runs.delay(afterAttempt: claim.attempts, error: error).map(now.adding)
        let rule = error.rule
        try await store.commit(RunQueue.fail(claim, owner: owner, error: error.reason, rule: rule, retryAt: retryAt, now: now))
        return RunFailed(run: claim.id, error: error, retryAt: retryAt)
    }

    private func keepLease(_ claim: RunQueue.Claim) async {
        while (try? await clock.sleep(Lease.length / 3)) != nil {
            _ = try? await store.commit(RunQueue.renew([claim.id], owner: owner, lease: Lease.length, now: clock.now()))
        }
    }
}

/// The run is not this worker's any more: another has taken it over, or a person has cancelled it.
struct LostClaim: Error {}

import Domain
import Logging
import Storage

/// What `RunWorker` does with runs: facts are read for a whole batch, each message is written and stored by itself.
struct RunWork: LeasedWork {
    let noun = "runs"
    let mayWait = true
    private let pipeline: Pipeline
    private let logger: Logger
    private let owner: String
    private let signals: any Signals
    private let outcomes: OutcomeLog<RunOutcome>

    private var store: any Store { pipeline.store }
    private var clock: WallClock { pipeline.clock }

    init(pipeline: Pipeline, logger: Logger, signals: any Signals, owner: String) {
        self.pipeline = pipeline
        self.logger = logger
        self.owner = owner
        self.signals = signals
        let now = pipeline.clock.now
        outcomes = OutcomeLog(store: pipeline.store, clock: pipeline.clock) {
            RunOutcome.statements($0, owner: owner, now: now())
        } onStored: { rows in
            if RunOutcome.haveDeliveries(rows) { signals.send(.deliveries) }
        }
    }

    func takeBackOthers() async throws {
        try await store.commit(RunQueue.takeBack(now: clock.now(), exceptOwner: owner))
    }

    func due(isLookingBack: Bool) async throws -> [WorkspaceID] {
        let now = clock.now()
        let look = DueLook(
            abandoned: RunQueue.hasAbandoned(now: now), takeBack: [RunQueue.takeBack(now: now)], due: RunQueue.dueWorkspaces(now: now))
        return try await look.rows(in: store, isLookingBack: isLookingBack).map { WorkspaceID($0.integer(0)) }
    }

    func claim(_ quotas: [FairShare.Quota]) async throws -> [RunQueue.Claim] {
        let now = clock.now()
        let statements = quotas.map { RunQueue.claim($0.workspace, owner: owner, limit: $0.limit, lease: Lease.length, now: now) }
        return RunQueue.claims(try await claimed(statements).flatMap { $0 })
    }

    /// A request may take up another run of a person in the very moment in which theirs is claimed: then nothing was
    /// claimed, and the next look sees it.
    private func claimed(_ statements: [SQL]) async throws -> [[Row]] {
        for _ in 0..<3 {
            do { return try await claimedInTurn(statements) } catch StoreError.duplicate { continue }
        }
        return []
    }

    /// The turn saves work and nothing else: where an instance hangs that has it, claims are made without it.
    private func claimedInTurn(_ statements: [SQL]) async throws -> [[Row]] {
        let turn = RunQueue.oneAtATime(on: store.dialect)
        do {
            return Array(try await store.commit(turn + statements).dropFirst(turn.count))
        } catch StoreError.unavailable where !turn.isEmpty {
            return try await store.commit(statements)
        }
    }

    func prepared(_ claims: [RunQueue.Claim]) async throws -> [RunItem] {
        let agents = try await agents(of: claims)
        var items: [RunItem] = []
        for (workspace, claims) in Dictionary(grouping: claims, by: \.person.workspace) {
            let known = agents[workspace] ?? [:]
            items += try await toPeople(claims.filter { $0.contact == nil }, known, in: workspace)
            items += try await ContactRunTasks(pipeline: pipeline).items(of: claims.filter { $0.contact != nil }, known, in: workspace)
        }
        return items
    }

    private static let nobody = RunItem.Task.fail(.unusable(reason: "The person is not there any more."))

    func unprepared(_ claim: RunQueue.Claim) -> RunItem {
        RunItem(claim: claim, task: .fail(.unavailable(reason: "The records could not be read.", retryAfter: nil)))
    }

    private func toPeople(_ claims: [RunQueue.Claim], _ agents: [AgentType: AgentBrief], in workspace: WorkspaceID) async throws -> [RunItem] {
        guard !claims.isEmpty else { return [] }
        let contexts = try await pipeline.contexts.contexts(workspace, people: claims.map(\.person.user).sorted())
        let known = Dictionary(contexts.map { ($0.person, $0) }) { first, _ in first }
        let now = try await pipeline.contexts.settings.moment(in: workspace)
        return claims.map { claim in
            let agent = agents[claim.agent]
            let task = known[claim.person].map { .rest(claim, agent, now) ?? .writeToPerson($0) } ?? Self.nobody
            return RunItem(claim: claim, task: task, agent: agent)
        }
    }

    /// The agents of these runs as they are now; those that are gone are left out.
    private func agents(of claims: [RunQueue.Claim]) async throws -> [WorkspaceID: [AgentType: AgentBrief]] {
        let wanted = Dictionary(grouping: claims, by: \.person.workspace).mapValues { Set($0.map(\.agent)) }
        let places = wanted.flatMap { workspace, types in types.map { (workspace, $0) } }
        guard !places.isEmpty else { return [:] }
        var found: [WorkspaceID: [AgentType: AgentBrief]] = [:]
        for ((workspace, type), rows) in zip(places, try await store.read(places.map { Agents.brief($0.0, $0.1) })) {
            found[workspace, default: [:]][type] = try? AgentBrief(type, rows)
        }
        return found
    }

    func carryOut(_ item: RunItem) async -> RunOutcome? {
        do throws(LLMError) {
            return try await outcome(of: item)
        } catch .cancelled {
            await giveBack(item.claim)
            return nil
        } catch {
            return failure(of: item.claim, error)
        }
    }

    func record(_ outcome: RunOutcome, of item: RunItem) async {
        do {
            try await outcomes.record(outcome)
        } catch is CancellationError {
            await giveBack(item.claim)
        } catch {
            // Where even this fails the lease runs out and the run is taken up again.
            try? await outcomes.record(notStored(item.claim, error))
        }
    }

    /// Nil where it is stored already.
    private func outcome(of item: RunItem) async throws(LLMError) -> RunOutcome? {
        if case .fail(let error) = item.task { throw error }
        guard let agent = item.agent else { throw LLMError.unusable(reason: "The agent is not there any more.") }
        let account = agent.account(for: item.claim.person, run: item.claim.id)
        switch item.task {
        case .writeToPerson(let context):
            let message = try await pipeline.write(agent, to: context, account)
            return .succeeded(RunQueue.Success(item.claim, message, by: agent.version))
        case .writeToContact(let context, let day):
            let message = try await pipeline.write(agent, step: item.claim.step, to: context, account)
            let risks = item.assessment?.risks(of: message.wording.whole, to: context) ?? []
            // Nothing leaves by itself that the facts do not carry.
            let isDraft = agent.autonomy == .ask || !message.isBorneOut || RiskGrade(risks) == .raised
            let day = day.by(clock.now())
            var success = RunQueue.Success(item.claim, message, by: agent.version, isDraft: isDraft, sentOn: isDraft ? nil : day.date)
            success.template = try agent.template(of: item.claim.step)
            success.risks = risks
            return !isDraft && day.isCapped ? try await send(success, within: day) : .succeeded(success)
        case .fail(let error): throw error
        case .bar(let rule, let reason): return .barred(.init(item.claim, rule: rule, reason: reason))
        case .handOver: return .handedOver(item.claim)
        case .postpone(let time): return .postponed(.init(item.claim, until: time))
        }
    }

    /// Counts the message and stores it, together: what would be one too many on any instance is not sent.
    /// A database that is away is waited for, as the message has been paid for.
    private func send(_ success: RunQueue.Success, within day: SendingDay) async throws(LLMError) -> RunOutcome? {
        let (claim, agent) = (success.claim, success.version?.agent ?? 0)
        let count = DailyCounts.count(
            claim.person.workspace, agent: agent, day: day.date, agentCap: day.agentCap, workspaceCap: day.workspaceCap)
        do {
            try await DatabaseWait(clock: clock).untilThere {
                var statements = RunQueue.succeed([success], owner: owner, now: clock.now())
                // Neither is it counted where the run is not this worker's any more: it has been cancelled meanwhile, or an attempt whose
                // answer was lost has stored it.
                statements[0] = statements[0].expectingOneRow(orThrow: LostClaim())
                _ = try await store.commit(count + statements)
            }
            signals.send(.deliveries)
            return nil
        } catch is LostClaim {
            return nil
        } catch let reached as CapReached {
            return .barred(.init(claim, rule: reached.rule.rawValue, reason: reached.rule.sentence))
        } catch is CancellationError {
            throw .cancelled
        } catch {
            return notStored(claim, error)
        }
    }

    private func failure(of claim: RunQueue.Claim, _ error: LLMError) -> RunOutcome {
        if case .overBudget(let reason, let wait?) = error {
            return .postponed(.init(claim, until: clock.now().adding(RetryPlan.budgetPause(wait)), budget: reason))
        }
        let retryAt = RetryPlan.runs.delay(afterAttempt: claim.attempts, error: error).map(clock.now().adding)
        logger.warning("a run failed", metadata: ["run.id": "\(claim.id)", "reason": "\(error.reason)", "attempts": "\(claim.attempts)"])
        return .failed(claim, rule: error.rule, reason: error.reason, retryAt: retryAt)
    }

    /// Not given back at once: the next attempt would be written, and paid for, only to fail like this one.
    private func notStored(_ claim: RunQueue.Claim, _ error: any Error) -> RunOutcome {
        logger.error("a run's message could not be stored; the run is tried again", metadata: ["run.id": "\(claim.id)", "error": "\(error)"])
        return failure(of: claim, .unavailable(reason: "The message was written but could not be stored.", retryAfter: nil))
    }

    private func giveBack(_ claim: RunQueue.Claim) async {
        _ = try? await store.commit(RunQueue.release(claim, owner: owner, now: clock.now()))
    }

    func renew(_ ids: [Int64]) async throws {
        try await store.commit(RunQueue.renew(ids, owner: owner, lease: Lease.length, now: clock.now()))
    }

    func giveBackAll(except ids: [Int64]) async throws {
        try await store.commit(RunQueue.releaseAll(of: owner, except: ids, now: clock.now()))
    }

    func settle() async throws {
        _ = try await store.commit(Occurrences.settle(now: clock.now()))
    }
}

import Domain
import Storage

/// What is to become of claimed runs for contacts: each is judged by the rules before anything is written.
struct ContactRunTasks {
    let pipeline: Pipeline

    /// A few reads for all of a workspace.
    ///
    /// - Throws: `StoreError`.
    func items(of claims: [RunQueue.Claim], _ agents: [AgentType: AgentBrief], in workspace: WorkspaceID) async throws -> [RunItem] {
        guard !claims.isEmpty else { return [] }
        let check = SendCheck(store: pipeline.store, clock: pipeline.clock)
        let calendar = try await check.calendar(of: workspace)
        let now = LocalMoment(time: calendar.now, zone: calendar.zone)
        // Those take no place among what a cap lets through today.
        let resting: [Int64: RunItem.Task] = claims.reduce(into: [:]) { resting, claim in
            resting[claim.id] = .rest(claim, agents[claim.agent], now)
        }
        let subjects = claims.map { subject($0, agents) }
        let awake = zip(claims, subjects).filter { resting[$0.0.id] == nil }.map(\.1)
        let verdicts = try await check.verdicts(on: awake, in: workspace, by: calendar)
        let clear = zip(claims, subjects).filter { verdicts[$1] == .clear }.map(\.0)
        let contexts = clear.isEmpty ? [:] : try await pipeline.contexts.contacts(workspace, clear.compactMap(\.contact).sorted())
        let assessments = try await RiskReview(store: pipeline.store).assessments(for: clear, agents, in: workspace)
        return zip(claims, subjects).map { claim, subject in
            let agent = agents[claim.agent]
            let task =
                resting[claim.id] ?? obstacle(claim, agent, verdicts[subject] ?? .gone)
                ?? task(claim, contexts[subject.contact], SendingDay(calendar, agentCap: agent?.dailyCap))
            return RunItem(claim: claim, task: task, agent: agent, assessment: assessments[claim.id])
        }
    }

    private func subject(_ claim: RunQueue.Claim, _ agents: [AgentType: AgentBrief]) -> SendSubject {
        let agent = agents[claim.agent]
        // It may have waited for its hour, for days where these are no working days.
        let isStopped = agent?.isStoppedByReply(claim.step, isOfEvent: claim.isOfEvent) ?? true
        return SendSubject(
            contact: claim.contact ?? 0, agent: agent?.version?.agent ?? 0, run: claim.id,
            since: isStopped ? claim.queuedAgainAt ?? claim.madeAt : nil)
    }

    /// What keeps a run from being written now; nil for nothing.
    private func obstacle(_ claim: RunQueue.Claim, _ agent: AgentBrief?, _ verdict: SendCheck.Verdict) -> RunItem.Task? {
        if let step = claim.step, let agent, !agent.has(step) {
            return .bar(rule: nil, reason: "The agent's sequence has no step \(step) any more.")
        }
        switch verdict {
        case .barred(let rule): return .bar(rule: rule.key, reason: rule.sentence)
        case .gone: return Self.gone
        case .early(let time): return .postpone(until: time)
        case .clear: return nil
        }
    }

    private func task(_ claim: RunQueue.Claim, _ context: ContactContext?, _ day: SendingDay) -> RunItem.Task {
        guard let context else { return Self.gone }
        return context.person == claim.person ? .writeToContact(context, day) : .handOver
    }

    private static let gone = RunItem.Task.bar(rule: nil, reason: "The contact is not there any more.")
}

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
        let subjects = claims.map { subject($0, agents) }
        let verdicts = try await check.verdicts(on: subjects, in: workspace, by: calendar)
        let clear = zip(claims, subjects).filter { verdicts[$1] == .clear }.map(\.0)
        let contexts = clear.isEmpty ? [:] : try await pipeline.contexts.contacts(workspace, clear.compactMap(\.contact).sorted())
        let assessments = try await RiskReview(store: pipeline.store).assessments(for: clear, agents, in: workspace)
        return zip(claims, subjects).map { claim, subject in
            let task = task(
                claim, verdicts[subject] ?? .gone, contexts[subject.contact], SendingDay(calendar, agentCap: agents[claim.agent]?.dailyCap))
            return RunItem(claim: claim, task: task, agent: agents[claim.agent], assessment: assessments[claim.id])
        }
    }

    private func subject(_ claim: RunQueue.Claim, _ agents: [AgentType: AgentBrief]) -> SendSubject {
        SendSubject(contact: claim.contact ?? 0, agent: agents[claim.agent]?.version?.agent ?? 0, run: claim.id, since: nil)
    }

    private func task(_ claim: RunQueue.Claim, _ verdict: SendCheck.Verdict, _ context: ContactContext?, _ day: SendingDay) -> RunItem.Task {
        switch verdict {
        case .early(let time): return .postpone(until: time)
        case .barred(let rule): return .bar(rule: rule.key, reason: rule.sentence)
        case .gone: return .bar(rule: nil, reason: "The contact is not there any more.")
        case .clear:
            guard let context else { return .bar(rule: nil, reason: "The contact is not there any more.") }
            guard context.person == claim.person else { return .bar(rule: nil, reason: "Somebody else looks after the contact now.") }
            return .writeToContact(context, day)
        }
    }
}

import Domain
import Storage

/// What is to become of claimed runs for contacts: each is judged by the rules before anything is written.
struct ContactRuns {
    let pipeline: Pipeline

    /// Two reads for all of a workspace.
    ///
    /// - Throws: `StoreError`.
    func items(of claims: [RunQueue.Claim], _ agents: [AgentType: AgentBrief], in workspace: WorkspaceID) async throws -> [RunItem] {
        let ids = claims.compactMap(\.contact)
        guard !ids.isEmpty else { return [] }
        let subjects = claims.map { subject($0, agents) }
        let verdicts = try await SendCheck(store: pipeline.store, clock: pipeline.clock).verdicts(on: subjects, in: workspace)
        let clear = zip(claims, subjects).filter { verdicts[$1] == .clear }.compactMap(\.0.contact)
        let contexts = clear.isEmpty ? [:] : try await pipeline.contexts.contacts(workspace, clear.sorted())
        return zip(claims, subjects).map { claim, subject in
            RunItem(claim: claim, task: task(claim, verdicts[subject] ?? .gone, contexts[subject.contact]), agent: agents[claim.agent])
        }
    }

    private func subject(_ claim: RunQueue.Claim, _ agents: [AgentType: AgentBrief]) -> SendSubject {
        SendSubject(contact: claim.contact ?? 0, agent: agents[claim.agent]?.version?.agent ?? 0, run: claim.id)
    }

    private func task(_ claim: RunQueue.Claim, _ verdict: SendCheck.Verdict, _ context: ContactContext?) -> RunItem.Task {
        switch verdict {
        case .early(let time): return .postpone(until: time)
        case .barred(let rule): return .bar(rule: rule.key, reason: rule.sentence)
        case .gone: return .bar(rule: nil, reason: "The contact is not there any more.")
        case .clear:
            guard let context else { return .bar(rule: nil, reason: "The contact is not there any more.") }
            guard context.person == claim.person else { return .bar(rule: nil, reason: "Somebody else looks after the contact now.") }
            return .writeToContact(context)
        }
    }
}

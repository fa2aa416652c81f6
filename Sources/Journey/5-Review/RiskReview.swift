import Domain
import Storage

/// What the messages of guarded agents are to be held against before they are sent by themselves.
struct RiskReview {
    let store: any Store

    /// By the ids of the runs; without those of agents that are not guarded. One read for all.
    ///
    /// - Throws: `StoreError`.
    func assessments(
        for claims: [RunQueue.Claim], _ agents: [AgentType: AgentBrief], in workspace: WorkspaceID
    ) async throws -> [Int64: RiskAssessment] {
        let subjects = claims.compactMap { claim in agents[claim.agent].flatMap { subject(claim, $0) }.map { (claim.id, $0) } }
        guard !subjects.isEmpty else { return [:] }
        let answers = try await store.read(RiskBackgrounds.statements(workspace, subjects.map(\.1)))
        let assessments = RiskBackgrounds.assessments(answers, of: subjects.map(\.1))
        return Dictionary(subjects.compactMap { run, subject in assessments[subject].map { (run, $0) } }) { first, _ in first }
    }

    /// Nil where the agent is not guarded, or has no such step any more: then nothing is written.
    private func subject(_ claim: RunQueue.Claim, _ agent: AgentBrief) -> RiskBackgrounds.Subject? {
        guard agent.autonomy == .guarded, let contact = claim.contact, let template = try? agent.template(of: claim.step) else { return nil }
        return RiskBackgrounds.Subject(contact: contact, agent: agent.type, template: template)
    }
}

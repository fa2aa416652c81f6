package import Domain

/// Writes without a model: from the person's own data, by templates, varied by the assignment's seed.
///
/// The same assignment always gives the same text, and no text repeats one of the last ten messages of the history.
package struct OfflineComposer: MessageWriter {
    private let phrasings: [AgentType: CompiledPhrasing]

    /// Compiles every agent's templates.
    package init() {
        phrasings = Dictionary(uniqueKeysWithValues: AgentCatalog.all.map { ($0.type, CompiledPhrasing($0.phrasing)) })
    }

    package var name: WriterName { .offline }
    package var drawsOnOlderMessages: Bool { true }

    package func write(_ assignment: Assignment) async throws(LLMError) -> WrittenMessage {
        WrittenMessage(text: text(for: assignment), writer: name)
    }

    /// The whole message; never empty.
    func text(for assignment: Assignment) -> String {
        switch assignment.purpose {
        case .agent(let type): agentMessage(type, assignment)
        case .chat(let message): ChatAnswerer(assignment.context, seed: assignment.seed).answer(to: message)
        }
    }

    private func agentMessage(_ type: AgentType, _ assignment: Assignment) -> String {
        guard let phrasing = phrasings[type] else { preconditionFailure("\(type) is not in the agent catalog") }
        let facts = MessageFacts(assignment.context, seed: assignment.seed)
        let tone = Tone(assignment.context.profile?.tone ?? "")
        return Novelty(assignment.context).first(of: phrasing.messages(in: tone, facts: facts), seed: assignment.seed)
    }
}

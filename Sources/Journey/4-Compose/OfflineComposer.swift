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
        let text = text(for: assignment)
        guard !text.isEmpty else { throw .unusable(reason: "The agent's template gives no text for this person: let it say something always.") }
        return WrittenMessage(text: text, writer: name)
    }

    /// The whole message; empty only where a template of a workspace gives nothing.
    func text(for assignment: Assignment) -> String {
        switch assignment.purpose {
        case .agent(let type): agentMessage(type, assignment)
        case .chat(let message): ChatAnswerer(assignment.context, seed: assignment.seed).answer(to: message)
        }
    }

    private func agentMessage(_ type: AgentType, _ assignment: Assignment) -> String {
        if let template = assignment.prompt.flatMap({ try? MessageTemplate($0) }) { return templated(template, assignment) }
        guard let phrasing = phrasings[type] else { return "" }
        let facts = MessageFacts(assignment.context, seed: assignment.seed)
        let tone = Tone(assignment.context.profile?.tone ?? "")
        return Novelty(assignment.context).first(of: phrasing.messages(in: tone, facts: facts), seed: assignment.seed)
    }

    private func templated(_ template: MessageTemplate, _ assignment: Assignment) -> String {
        let text = template.message(for: assignment.context, seed: assignment.seed)
        return text.isEmpty ? "" : Novelty(assignment.context).first(of: [text], seed: assignment.seed)
    }
}

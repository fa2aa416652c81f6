package import Domain

/// Writes without a model: from the records, by templates, varied by the assignment's seed.
///
/// The same assignment always gives the same text, and no text repeats one of the last messages to the same recipient.
package struct OfflineComposer: MessageWriter {
    private let phrasings: [AgentType: CompiledPhrasing<MessageFacts>]
    private let contactPhrasings: [AgentType: CompiledPhrasing<ContactFacts>]

    /// Compiles every agent's templates.
    package init() {
        phrasings = Dictionary(uniqueKeysWithValues: AgentCatalog.all.map { ($0.type, CompiledPhrasing($0.phrasing)) })
        contactPhrasings = Dictionary(uniqueKeysWithValues: AgentCatalog.all.map { ($0.type, CompiledPhrasing($0.toContacts.phrasing)) })
    }

    package var name: WriterName { .offline }
    package var drawsOnOlderMessages: Bool { true }

    package func write(_ assignment: Assignment) async throws(LLMError) -> WrittenMessage {
        let text = text(for: assignment)
        guard !text.isEmpty else { throw .wordless(reason: "The agent's template gives no text for this recipient: let it say something always.") }
        var message = WrittenMessage(text: text, writer: name)
        if case (.contact(let context), .agent(let type)) = (assignment.recipient, assignment.purpose) {
            message.subject = OfflineSubject.line(type, ContactFacts(context, seed: assignment.seed))
        }
        return message
    }

    /// The whole message; empty only where a template of a workspace gives nothing.
    func text(for assignment: Assignment) -> String {
        switch (assignment.recipient, assignment.purpose) {
        case (.person(let context), .agent(let type)): agentMessage(type, assignment, context)
        case (.person(let context), .chat(let message)): ChatAnswerer(context, seed: assignment.seed).answer(to: message)
        case (.contact(let context), .agent(let type)): contactMessage(type, assignment, context)
        // A contact has no chat.
        case (.contact, .chat): ""
        }
    }

    private func agentMessage(_ type: AgentType, _ assignment: Assignment, _ context: PersonContext) -> String {
        if let template = assignment.prompt.flatMap({ MessageTemplate.of($0) }) {
            let text = template.message(for: context, seed: assignment.seed)
            return text.isEmpty ? "" : Novelty(context).first(of: [text], seed: assignment.seed)
        }
        guard let phrasing = phrasings[type] else { return "" }
        let facts = MessageFacts(context, seed: assignment.seed)
        let tone = Tone(context.profile?.tone ?? "")
        return Novelty(context).first(of: phrasing.messages(in: tone, facts: facts), seed: assignment.seed)
    }

    private func contactMessage(_ type: AgentType, _ assignment: Assignment, _ context: ContactContext) -> String {
        // What goes out in somebody's name under a text of their own is that text, though it was sent before.
        if let template = assignment.prompt.flatMap({ MessageTemplate.of($0, for: .contact) }) {
            return template.message(to: context, seed: assignment.seed)
        }
        guard let phrasing = contactPhrasings[type] else { return "" }
        let facts = ContactFacts(context, seed: assignment.seed)
        let texts = phrasing.messages(in: Tone(context.profile?.tone ?? ""), facts: facts, between: "\n\n")
        // Without a name and a business there is no signature.
        return Novelty(context).first(of: texts.lazy.map(\.trimmed), seed: assignment.seed)
    }
}

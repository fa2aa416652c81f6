package import Domain

/// Turns an assignment into what a model is asked.
///
/// The system message holds our rules and, fenced as data, everything that people typed: no record can pose as an instruction.
/// Its size is bounded however long the records are.
package struct PromptBuilder: Sendable {
    package init() {}

    package func request(for assignment: Assignment) -> CompletionRequest {
        switch (assignment.recipient, assignment.purpose) {
        case (.person(let context), .chat(let message)): CompletionRequest(messages: chat(message, context))
        case (.person(let context), .agent(let type)):
            message(system(context, task: task(type, assignment, context), history: true))
        case (.contact(let context), .agent(let type)):
            contactMessage(ContactPrompt(context).system(task: task(type, assignment, context)), assignment.channels)
        // A contact has no chat; what it wrote is among its records.
        case (.contact(let context), .chat): contactMessage(ContactPrompt(context).system(task: Self.plainContactTask), assignment.channels)
        }
    }

    private func message(_ system: String) -> CompletionRequest {
        CompletionRequest(messages: [.init(.system, system), .init(.user, "Write the message now. Answer with its text alone.")])
    }

    private func contactMessage(_ system: String, _ channels: [MessageChannel]) -> CompletionRequest {
        let names = Wording.list(channels.map(\.rawValue), limit: channels.count)
        let request = "Write the message now. Answer in JSON: the channel (\(names)), the ids of the facts it draws on, its subject and its body."
        return CompletionRequest(
            messages: [.init(.system, system), .init(.user, request)], maxTokens: 1200, schema: ContactAnswer.schema(channels))
    }

    /// The workspace's own words, else those of the built-in agent.
    private func task(_ type: AgentType, _ assignment: Assignment, _ context: PersonContext) -> String {
        if let template = assignment.prompt.flatMap({ MessageTemplate.of($0) }) {
            return template.instruction(for: context, seed: assignment.seed)
        }
        return AgentCatalog[type]?.prompt ?? Self.plainTask
    }

    private func task(_ type: AgentType, _ assignment: Assignment, _ context: ContactContext) -> String {
        if let template = assignment.prompt.flatMap({ MessageTemplate.of($0, for: .contact) }) {
            return template.instruction(to: context, seed: assignment.seed)
        }
        return AgentCatalog[type]?.toContacts.prompt ?? Self.plainContactTask
    }

    private static let plainContactTask = "Write a short, helpful message to the contact that is easy to answer."
    private static let plainTask = "Write a short message that helps the salesperson with the day's work."

    /// A chat so far, with the message to be answered at its end.
    ///
    /// - Parameters:
    ///   - task: what the model is to do with that message.
    ///   - turns: how many of the last turns it sees.
    ///   - memory: what was said before these, in short.
    func chat(
        _ message: String, _ context: PersonContext, task: String = chatTask, turns: Int = historyLimit, memory: String = ""
    ) -> [CompletionRequest.Message] {
        let system = system(context, task: task, history: false, memory: memory)
        let turns = earlierTurns(before: message, context, limit: turns).map { turn in
            CompletionRequest.Message(turn.kind == .userMessage ? .user : .assistant, PromptText.block(turn.body, limit: Self.longestTurn))
        }
        return [.init(.system, system)] + turns + [.init(.user, PromptText.block(message, limit: Chat.longestMessage))]
    }

    /// The last turns, oldest first, without the message that is being answered and without those that never were: a user's turn
    /// which another one of the user's follows.
    private func earlierTurns(before message: String, _ context: PersonContext, limit: Int) -> [MessageFact] {
        var newest = context.messages.prefix(limit + 1)
        if let last = newest.first, last.kind == .userMessage, last.body == message { newest.removeFirst() }
        var turns: [MessageFact] = []
        var following = MessageKind.userMessage
        for turn in newest.prefix(limit) where turn.kind != .note {
            if turn.kind != .userMessage || following != .userMessage { turns.append(turn) }
            following = turn.kind
        }
        return turns.reversed()
    }

    private func system(_ context: PersonContext, task: String, history: Bool, memory: String = "") -> String {
        let facts = PromptFacts(context)
        let fence = PromptFence(name: "records")
        let namesakes = context.found.moreAreCalledSo ? Self.namesakes : ""
        let earlier = memory.isEmpty ? "" : "said earlier in this conversation, in short:\n\(PromptText.block(memory, limit: 3000))"
        let sections = [
            context.facts.value { facts.all }, namesakes, earlier, history ? facts.history(limit: Self.historyLimit) : facts.notes,
        ]
        return """
            You are the CRM agent of a small business. You write to its salesperson.
            Task: \(task)
            Tone: \(Self.manner(of: context.profile))
            Rules:
            - Use only the facts in the records below. Do not invent prices, dates, names, products or events.
            - Do not repeat an earlier message; say it anew and say what changed.
            - Work towards the daily goal, and use the products and keywords of the business where they fit.
            - Plain text, 4 to 10 short lines; lists as lines that start with "- ". No Markdown, no HTML.
            - If a fact is missing, ask for it in one sentence.
            \(fence.statement)
            \(fence.around(sections.filter { !$0.isEmpty }.joined(separator: "\n")))
            """
    }

    static func manner(of profile: BusinessProfile?) -> String {
        switch Tone(profile?.tone ?? "") {
        case .professional: "professional: courteous, clear and businesslike, or what the record \"tone\" asks for."
        case .friendly: "friendly: warm, personal and encouraging."
        case .strict: "strict: brief, direct and demanding, never rude."
        case .playful: "playful: light, witty and lively, without losing the facts."
        }
    }

    private static let namesakes =
        "names: more contacts than are listed here bear a name that the salesperson's last message says: look them up, or ask for the name in full"
    static let historyLimit = 6
    /// Characters of one turn of a chat.
    static let longestTurn = 2000
    static let chatTask = """
        Answer the salesperson's last message in this chat from the records. You cannot change records or send anything; \
        say so if asked, and offer the text to send instead.
        """
}

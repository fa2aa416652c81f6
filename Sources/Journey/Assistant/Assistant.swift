import Domain
import Storage

/// Answers what a person typed by acting on it: by a decision on what was proposed, with a model and its tools, or offline by the few
/// commands that need none.
package struct Assistant: Sendable {
    private let pipeline: Pipeline
    private let desk: ProposalDesk
    private let deadlines: Deadlines
    var limits = TurnLimits()

    package init(pipeline: Pipeline, desk: ProposalDesk) {
        self.pipeline = pipeline
        self.desk = desk
        deadlines = Deadlines(clock: pipeline.clock)
    }

    /// A message on record that waits for its answer.
    struct Question: Sendable {
        var id: Int64
        var conversation: Int64?
        var text: String
        /// What whoever asks may do.
        var permissions = Permission.everything

        /// In whose books its answer is.
        func account(of person: Person) -> CallAccount { CallAccount(.chat, for: person, conversation: conversation) }
    }

    /// - Throws: `LLMError`, `StoreError`.
    func reply(to question: Question, _ context: PersonContext, telling writing: AnswerWriting? = nil) async throws -> AssistantReply {
        if let decision = try await decision(question, context.person) { return try await carryOut(decision, question, context) }
        if let model = try await pipeline.writer.model(in: context.person.workspace) { return try await turn(model, question, context, writing) }
        if let reply = try await PlainCommands(bench: bench(question, context), context: context).reply(to: question.text) {
            return try await withAllowedDone(reply, question, context)
        }
        return AssistantReply(try await pipeline.answer(question.text, context, question.account(of: context.person)))
    }

    /// Yes and no are decisions only where there is something to decide on.
    private func decision(_ question: Question, _ person: Person) async throws -> Decision? {
        if let decision = Decision(question.text) { return decision }
        guard let decision = Decision(loosely: question.text) else { return nil }
        return try await desk.open(for: person, in: question.conversation).isEmpty ? nil : decision
    }

    /// The reply with the changes made that the person allows unasked.
    private func withAllowedDone(_ reply: AssistantReply, _ question: Question, _ context: PersonContext) async throws -> AssistantReply {
        let allowed = try await allowed(question, context.person)
        guard !reply.wishes.isEmpty, reply.wishes.allSatisfy({ allowed.contains($0.tool) }) else { return reply }
        var done: [ToolWish] = []
        for wish in reply.wishes where try await desk.carryOut(wish, in: question.conversation, question: question.id, bench(question, context)) {
            done.append(wish)
        }
        return AssistantReply("", wishes: [], done: done, writer: .offline)
    }

    private func turn(
        _ model: ChosenModel, _ question: Question, _ context: PersonContext, _ writing: AnswerWriting?
    ) async throws -> AssistantReply {
        let person = context.person
        let calls = ToolCalls(
            bench: bench(question, context, writer: model.name), desk: desk, conversation: question.conversation, question: question.id,
            allowed: try await allowed(question, person))
        let opening = try await opening(question, context)
        let result = try await AssistantTurn(
            model: model.provider, calls: calls, account: question.account(of: person), clock: pipeline.clock, deadlines: deadlines, writing: writing,
            limits: limits
        ).run(opening)
        return AssistantReply(
            result.text, wishes: result.wishes, done: result.done, writer: result.writer ?? model.name, tokensIn: result.tokensIn,
            tokensOut: result.tokensOut)
    }

    /// The records, what was said in the conversation, and the question.
    private func opening(_ question: Question, _ context: PersonContext) async throws -> [CompletionRequest.Message] {
        var context = try await pipeline.widened(context, for: .chat(message: question.text))
        var summary = ""
        if let conversation = question.conversation {
            let memory = try await ConversationMemory(of: context.person, conversation, in: pipeline.store)
            context.messages = memory.latest(without: question.id)
            summary = memory.summary
        }
        return PromptBuilder().chat(
            question.text, context, task: AssistantPrompt.task, turns: ConversationMemory.most, memory: summary)
    }

    private func allowed(_ question: Question, _ person: Person) async throws -> Set<String> {
        guard let conversation = question.conversation else { return [] }
        return Set(try await pipeline.store.read(ToolPermissions.tools(person, in: conversation)).map { $0.text(0) })
    }

    private func bench(_ question: Question, _ context: PersonContext, writer: WriterName = .offline) -> ToolBench {
        ToolBench(
            person: context.person, today: context.today, store: pipeline.store, clock: pipeline.clock, writer: writer,
            permissions: question.permissions)
    }

    private func carryOut(_ decision: Decision, _ question: Question, _ context: PersonContext) async throws -> AssistantReply {
        guard question.permissions.contains(.decide) else {
            return AssistantReply("You may not decide on proposals here.", wishes: [], writer: .offline)
        }
        var lines: [String] = []
        for proposal in try await desk.open(for: context.person, in: question.conversation) {
            lines.append(try await outcome(decision, proposal, question))
        }
        let text = lines.isEmpty ? "There is nothing to \(decision.rawValue) here." : lines.joined(separator: "\n")
        return AssistantReply(text, wishes: [], writer: .offline)
    }

    private func outcome(_ decision: Decision, _ proposal: Proposal, _ question: Question) async throws -> String {
        do {
            switch decision {
            case .confirm:
                _ = try await desk.confirm(proposal.id, in: proposal.person.workspace, permissions: question.permissions, tells: false)
                return "Done: \(proposal.wish.sentence)"
            case .decline:
                _ = try await desk.decline(proposal.id, in: proposal.person.workspace, tells: false)
                return "Not done, as you declined: \(proposal.wish.sentence)"
            }
        } catch let error as ProposalFailed {
            return "Not done: \(proposal.wish.sentence) \(error.reason)"
        } catch is ProposalClosed {
            return "Decided already: \(proposal.wish.sentence)"
        }
    }
}

/// A message that is nothing but a decision on what was proposed.
enum Decision: String, Sendable {
    case confirm, decline

    init?(_ text: String) {
        // Longer ones are something else.
        guard text.utf8.count <= 24 else { return nil }
        let words = MessageWords(text).words
        guard words.count == 1, let word = words.first else { return nil }
        self.init(rawValue: word)
    }

    private static let refusals: Set<[String]> = [["no"], ["nope"], ["no", "thanks"], ["no", "thank", "you"], ["dont"], ["please", "dont"]]
    /// What consent begins with, and what else stands in it: sure, go ahead; yes please do.
    private static let consent: Set<String> = ["yes", "ok", "okay", "yep", "sure", "do", "go", "please", "sounds"]
    private static let wordsOfConsent = consent.union(["it", "that", "ahead", "thanks", "thing", "good", "fine"])

    /// As people answer a question.
    init?(loosely text: String) {
        // Nearly every message is none, and its first letter tells.
        guard text.utf8.count <= 64, let letter = text.utf8.first(where: { (0x61...0x7A).contains($0 | 0x20) }),
            "yodnspg".utf8.contains(letter | 0x20)
        else { return nil }
        let words = MessageWords(text).words
        if Self.refusals.contains(words) {
            self = .decline
        } else if let first = words.first, Self.consent.contains(first), words.allSatisfy(Self.wordsOfConsent.contains) {
            self = .confirm
        } else {
            return nil
        }
    }
}

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
        /// Whether a decision has been carried out already, of which the model is told.
        var isDecided = false
        /// Whether an earlier try has left it without an answer, but may have changed something.
        var isRepeated = false

        /// In whose books its answer is.
        func account(of person: Person) -> CallAccount { CallAccount(.chat, for: person, conversation: conversation) }
    }

    /// - Throws: `LLMError`, `StoreError`.
    func reply(to question: Question, _ context: PersonContext, telling writing: AnswerWriting? = nil) async throws -> AssistantReply {
        if let decision = Decision(question.text) {
            let (subjects, unnamed) = try await subjects(of: question, context)
            // What was proposed a while ago is named first: nobody confirms unseen.
            guard unnamed.isEmpty else { return AssistantReply(waiting: unnamed.map(\.wish)) }
            return try await carryOut(decision, on: subjects, question)
        }
        let model = try await pipeline.writer.model(in: context.person.workspace)
        if let answer = ProposalAnswer(question.text), let reply = try await reply(answer, question, context, model, writing) { return reply }
        return try await reply(to: question, context, model, writing)
    }

    private func reply(
        to question: Question, _ context: PersonContext, _ model: ChosenModel?, _ writing: AnswerWriting?
    ) async throws -> AssistantReply {
        if let model { return try await turn(model, question, context, writing) }
        let text = try await meaning(of: question, context)
        if let reply = try await command(question, meaning: text, context) { return reply }
        return AssistantReply(try await pipeline.answer(text, context, question.account(of: context.person)))
    }

    /// The text with the name of whom a pronoun means.
    private func meaning(of question: Question, _ context: PersonContext) async throws -> String {
        try await Antecedent(store: pipeline.store, context: context).named(in: question, now: pipeline.clock.now())
    }

    /// Nil for what is no command.
    private func command(_ question: Question, meaning text: String, _ context: PersonContext) async throws -> AssistantReply? {
        let made = try await made(for: question, context.person)
        let reply = try await PlainCommands(bench: bench(question, context), context: context).reply(to: text)
        if let reply { return try await withAllowedDone(reply, question, context, made: made) }
        return made.isEmpty ? nil : AssistantReply("", wishes: [], done: made, writer: .offline)
    }

    /// Nil where nothing waits, or where something else has been said since that the answer may be to.
    private func reply(
        _ answer: ProposalAnswer, _ question: Question, _ context: PersonContext, _ model: ChosenModel?, _ writing: AnswerWriting?
    ) async throws -> AssistantReply? {
        let subjects = try await subjects(of: question, context).meant
        guard let proposed = subjects.first?.question else { return nil }
        // An agent may have asked something since, and that is what "yes" answers.
        let since = Communications.said(context.person, conversation: question.conversation, after: proposed, before: question.id)
        let isNext = if Self.areNamed(subjects, justBefore: context) { true } else { try await pipeline.store.read(since).isEmpty }
        guard isNext else {
            let waiting = subjects.filter(\.isOpen).map(\.wish)
            return answer.isBare && model == nil && !waiting.isEmpty ? AssistantReply(waiting: waiting) : nil
        }
        let decided = try await carryOut(answer.decision, on: subjects, question)
        guard !answer.isBare else { return decided }
        var rest = question
        if model != nil {
            rest.text = "\(decided.message.text)\n\n\(question.text)"
            rest.isDecided = true
            return decided.followed(by: try await reply(to: rest, context, model, writing))
        }
        rest.text = answer.more
        guard !rest.text.isEmpty else { return decided }
        if answer.decision == .decline {
            let bench = bench(question, context)
            let amended = try await AmendedWish(of: subjects.map(\.wish), as: answer.more, bench)
            if let amended {
                let wished = AssistantReply("", wishes: [amended.wish], writer: .offline)
                let made = try await made(for: question, context.person)
                return decided.followed(by: try await withAllowedDone(wished, question, context, made: made))
            }
        }
        if let next = try await command(rest, meaning: try await meaning(of: rest, context), context) { return decided.followed(by: next) }
        guard answer.more.hasSuffix("?") else {
            return decided.followed(by: AssistantReply("Say it anew, if it is to be another change.", wishes: [], writer: .offline))
        }
        return decided.followed(by: try await reply(to: rest, context, nil, nil))
    }

    /// What a decision is about: what is open, after what it has decided already where its answer was lost; or an earlier proposal that the
    /// answer just before has named. One that was not named stands apart, and then it is about nothing.
    private func subjects(of question: Question, _ context: PersonContext) async throws -> (meant: [Proposal], unnamed: [Proposal]) {
        let person = context.person
        let open = try await desk.open(for: person, in: question.conversation)
        let subjects = try await decided(before: question, person).filter { $0.question != question.id } + open
        guard subjects.isEmpty else { return (subjects, []) }
        let waiting = try await desk.waiting(for: person, in: question.conversation)
        return Self.areNamed(waiting, justBefore: context) ? (waiting, []) : ([], waiting)
    }

    private static func areNamed(_ proposals: [Proposal], justBefore context: PersonContext) -> Bool {
        let open = proposals.filter(\.isOpen).map(\.wish)
        return !open.isEmpty && context.messages.first?.body == AssistantReply(waiting: open).message.text
    }

    /// The changes that were made unasked for the question already, where its answer was lost.
    private func made(for question: Question, _ person: Person) async throws -> [ToolWish] {
        try await decided(before: question, person).filter { $0.question == question.id && $0.state == "confirmed" }.map(\.wish)
    }

    private func decided(before question: Question, _ person: Person) async throws -> [Proposal] {
        guard question.isRepeated else { return [] }
        return try await desk.decided(since: question.id, for: person, in: question.conversation)
    }

    /// The reply with the changes made that the person allows unasked, and why others could not be.
    ///
    /// - Parameter made: those that were made for the question already.
    private func withAllowedDone(
        _ reply: AssistantReply, _ question: Question, _ context: PersonContext, made: [ToolWish]
    ) async throws -> AssistantReply {
        let wishes = reply.wishes.filter { !made.include($0) }
        let allowed = try await wishes.isEmpty ? [] : allowed(question, context.person)
        guard !wishes.isEmpty, wishes.allSatisfy({ allowed.contains($0.tool) }) else {
            return made.isEmpty ? reply : AssistantReply("", wishes: wishes, done: made, writer: .offline)
        }
        var done = made
        var faults: [String] = []
        for wish in wishes where !done.include(wish) {
            do {
                _ = try await desk.carryOut(wish, in: question.conversation, question: question.id, bench(question, context))
                done.append(wish)
            } catch {
                guard let fault = ToolFault(error) else { throw error }
                faults.append("Not done: \(wish.sentence) \(fault.sentence)")
            }
        }
        return AssistantReply(faults.joined(separator: "\n"), wishes: [], done: done, writer: .offline)
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
        let made = try await made(for: question, person)
        let done = made + result.done.filter { !made.include($0) }
        let text = question.isDecided ? result.text : AssistantReply.qualified(result.text, result.wishes, done)
        return AssistantReply(
            text, wishes: result.wishes, done: done, writer: result.writer ?? model.name, tokensIn: result.tokensIn,
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

    private func carryOut(_ decision: Decision, on subjects: [Proposal], _ question: Question) async throws -> AssistantReply {
        guard question.permissions.contains(.decide) else {
            return AssistantReply("You may not decide on proposals here.", wishes: [], writer: .offline)
        }
        var lines: [String] = []
        for proposal in subjects { lines.append(try await outcome(decision, proposal, question)) }
        let text = lines.isEmpty ? "There is nothing to \(decision.rawValue) here." : lines.joined(separator: "\n")
        return AssistantReply(text, wishes: [], writer: .offline)
    }

    private func outcome(_ decision: Decision, _ proposal: Proposal, _ question: Question) async throws -> String {
        guard proposal.isOpen else { return proposal.endSentence }
        do {
            switch decision {
            case .confirm:
                _ = try await desk.confirm(proposal.id, in: proposal.person.workspace, permissions: question.permissions, tells: false)
                return proposal.doneSentence
            case .decline:
                _ = try await desk.decline(proposal.id, in: proposal.person.workspace, tells: false)
                return proposal.declinedSentence
            }
        } catch let error as ProposalFailed {
            return proposal.failedSentence(error.reason)
        } catch is ProposalClosed {
            return "Decided already: \(proposal.wish.sentence)"
        }
    }
}

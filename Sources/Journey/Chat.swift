package import Domain
package import Storage

/// A chat message's way: kept -> facts -> answer -> both in the history, with the changes that the person is to decide on.
package struct Chat: Sendable {
    /// How many characters a person may type at once.
    package static let longestMessage = 5000

    private let pipeline: Pipeline
    private let assistant: Assistant
    private let memory: MemoryKeeper
    private let live: LiveAnswers?

    /// - Parameter live: where answers are told as they are being written; nil for nowhere.
    package init(pipeline: Pipeline, assistant: Assistant, memory: MemoryKeeper, live: LiveAnswers? = nil) {
        self.live = live
        self.pipeline = pipeline
        self.assistant = assistant
        self.memory = memory
    }

    package struct Answer: Sendable, Equatable {
        package var question: Int64
        package var id: Int64
        package var message: WrittenMessage
        package var createdAt: Timestamp
        /// The ids of the changes that it proposes.
        package var proposals: [Int64] = []
    }

    /// Answers what the person typed, in the given conversation or the default one.
    ///
    /// When no answer can be had the person's message stays in the history as unanswered; the same text sent again
    /// answers that message.
    /// - Parameters:
    ///   - streams: whether those who follow the person's history are told the words as they are being written.
    ///   - permissions: what whoever typed it may do.
    ///   - effects: statements that belong to the same transaction as the answer.
    /// - Throws: `RowNotFound` for an unknown person, `LLMError`, `StoreError`.
    package func answer(
        _ person: Person, typed text: String, in conversation: Int64? = nil, streams: Bool = false,
        permissions: Set<Permission> = Permission.everything, effects: [SQL] = []
    ) async throws -> Answer {
        let asked = pipeline.clock.now()
        let keep = Communications.keep(person, conversation: conversation, typed: text, now: asked)
        var (seen, kept) = try await pipeline.contexts.context(of: person, committing: [keep])
        let isRepeated = kept[0].isEmpty
        if isRepeated {
            kept[0] = try await pipeline.store.read(Communications.unanswered(person, conversation: conversation, body: text, now: asked))
        }
        guard let row = kept[0].first else { throw AlreadyAnswered() }
        let question = Assistant.Question(
            id: row.integer(0), conversation: row.optionalInteger(1), text: text, permissions: permissions, isRepeated: isRepeated)
        seen.messages.removeAll { $0.id == question.id }
        let writing = streams ? live?.begin(for: person, question: question.id, conversation: question.conversation) : nil
        // Once the answer is on record, or there is none.
        defer { writing?.end() }
        let reply = try await assistant.reply(to: question, seen, telling: writing)
        let now = pipeline.clock.now()
        var statements = reply.wishes.map { Proposals.insert($0, for: person, in: question.conversation, question: question.id, now: now) }
        let proposals = statements.count
        statements.append(
            Communications.insert(
                person, conversation: question.conversation, kind: .agentResponse, body: reply.message.text, writer: reply.message.writer, now: now))
        statements.append(Communications.markAnswered(person.workspace, id: question.id))
        statements += effects
        let rows = try await pipeline.store.commit(statements)
        memory.hasAnswered(person, in: question.conversation)
        return Answer(
            question: question.id, id: rows[proposals][0].integer(0), message: reply.message, createdAt: now,
            proposals: rows.prefix(proposals).compactMap { $0.first?.integer(0) })
    }
}

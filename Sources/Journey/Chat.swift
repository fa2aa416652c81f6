package import Domain
package import Storage

/// A chat message's way: kept -> facts -> answer -> both in the history.
package struct Chat: Sendable {
    private let pipeline: Pipeline

    package init(pipeline: Pipeline) { self.pipeline = pipeline }

    package struct Answer: Sendable, Equatable {
        package var question: Int64
        package var id: Int64
        package var message: WrittenMessage
        package var createdAt: Timestamp
    }

    /// Answers what the person typed, in the given conversation or the default one.
    ///
    /// When no answer can be had the person's message stays in the history as unanswered; the same text sent again
    /// answers that message.
    /// - Parameter effects: statements that belong to the same transaction as the answer.
    /// - Throws: `RowNotFound` for an unknown person, `LLMError`, `StoreError`.
    package func answer(_ person: Person, typed text: String, in conversation: Int64? = nil, effects: [SQL] = []) async throws -> Answer {
        let keep = Communications.keep(person, conversation: conversation, typed: text, now: pipeline.clock.now())
        var (seen, kept) = try await pipeline.contexts.context(of: person, committing: keep)
        guard let question = kept[1].first?.integer(0) else { throw StoreError.failed(reason: "the message was not kept") }
        seen.messages.removeAll { $0.id == question }
        let message = try await pipeline.write(.chat(message: text), seen, CallAccount(.chat, for: person, conversation: conversation))
        let now = pipeline.clock.now()
        let rows = try await pipeline.store.commit(
            [
                Communications.insert(person, conversation: conversation, kind: .agentResponse, body: message.text, writer: message.writer, now: now),
                Communications.markAnswered(person.workspace, id: question),
            ] + effects)
        return Answer(question: question, id: rows[0][0].integer(0), message: message, createdAt: now)
    }
}

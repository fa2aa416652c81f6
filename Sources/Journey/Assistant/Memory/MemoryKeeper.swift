import Domain
package import Logging
import ServiceLifecycle
import Storage

/// Puts what was said long ago in a conversation in short, once an answer has been given: no answer waits for it.
///
/// What it misses is done after the conversation's next answer.
package struct MemoryKeeper: Service {
    private struct Place: Sendable {
        var person: Person
        var conversation: Int64
    }

    private let pipeline: Pipeline
    private let logger: Logger
    private let places: AsyncStream<Place>
    private let answered: AsyncStream<Place>.Continuation

    package init(pipeline: Pipeline, logger: Logger) {
        self.pipeline = pipeline
        self.logger = logger
        (places, answered) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
    }

    /// Returns at once.
    func hasAnswered(_ person: Person, in conversation: Int64?) {
        guard let conversation else { return }
        answered.yield(Place(person: person, conversation: conversation))
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await place in places {
                do {
                    try await WorkspaceScope.$current.withValue(.workspace(place.person.workspace)) {
                        try await shorten(place.person, place.conversation)
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.info("a conversation was not put in short; it is tried again", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// - Throws: `LLMError`, `StoreError`.
    func shorten(_ person: Person, _ conversation: Int64) async throws {
        guard let model = try await pipeline.writer.model(in: person.workspace)?.provider else { return }
        let memory = try await ConversationMemory(of: person, conversation, in: pipeline.store)
        guard memory.isLong else { return }
        let messages = try await ConversationMemory.overdue(of: person, conversation, keeping: memory.lasting, in: pipeline.store)
        guard let last = messages.last else { return }
        let prompt = SummaryPrompt(memory.summary, and: messages)
        var request = prompt.request
        request.account = CallAccount(.chat, for: person, conversation: conversation)
        guard let summary = prompt.summary(try await model.complete(request).text) else { return }
        try await pipeline.store.commit(
            ConversationMemories.keep(person, conversation, summary: summary, through: last.id, after: (memory.summary, memory.through)))
    }
}

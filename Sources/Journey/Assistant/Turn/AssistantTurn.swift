import Domain
import Storage

/// One answer of the assistant: the model asks for tools, gets what they give, and so on until it answers or a limit ends it.
///
/// Only reading tools do anything here, and changes of a kind that the person has allowed; every other change is a wish for the
/// person to decide on.
struct AssistantTurn: Sendable {
    let model: any LLMProvider
    let calls: ToolCalls
    let account: CallAccount
    let clock: WallClock
    let deadlines: Deadlines
    /// Who is told the words as they come; nil for nobody.
    var writing: AnswerWriting?
    var limits = TurnLimits()

    struct Result: Sendable {
        var text: String
        /// For the person to decide on.
        var wishes: [ToolWish] = []
        /// What was done, as the person allows it.
        var done: [ToolWish] = []
        var writer: WriterName?
        var tokensIn: Int64?
        var tokensOut: Int64?
    }

    /// - Parameter opening: what was said so far, the person's message last.
    /// - Throws: `LLMError` where the model gave nothing at all; what is on its way then is not proposed.
    func run(_ opening: [CompletionRequest.Message]) async throws(LLMError) -> Result {
        let deadline = clock.now().adding(limits.time)
        var progress = TurnProgress(messages: opening)
        for round in 1...limits.rounds {
            do {
                progress.take(try await completion(of: progress.messages, before: deadline))
            } catch let failure where failure == timedOut && round > 1 {
                return progress.ended(by: .time)
            }
            guard let last = progress.last, !last.toolCalls.isEmpty else { return progress.answered() }
            if progress.tokens >= limits.tokens { return progress.ended(by: .tokens) }
            if round == limits.rounds { break }
            writing?.look(with: last.toolCalls.map(\.name))
            let room = limits.calls - progress.callCount
            let outcomes = await calls.carryOut(last.toolCalls, room: room, readers: limits.readers, known: progress.wishes)
            progress.take(outcomes, isLastLook: round == limits.rounds - 1 || room <= last.toolCalls.count)
        }
        return progress.ended(by: .rounds)
    }

    private var timedOut: LLMError { .timedOut(after: limits.time) }

    private func completion(of messages: [CompletionRequest.Message], before deadline: Timestamp) async throws(LLMError) -> Completion {
        let request = CompletionRequest(messages: messages, maxTokens: 1200, tools: ToolCatalog.definitions, account: account)
        guard clock.now() < deadline else { throw timedOut }
        let first = await deadlines.run(until: deadline) { () -> Swift.Result<Completion, LLMError> in
            do throws(LLMError) { return .success(try await ask(request)) } catch { return .failure(error) }
        }
        guard let first else { throw timedOut }
        return try first.get()
    }

    /// An answer that broke off among its words is asked for once more, whole.
    private func ask(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        guard let writing else { return try await model.complete(request) }
        writing.restart()
        do throws(LLMError) { return try await spoken(request, writing) } catch {
            guard case .unavailable = error else { throw error }
            writing.restart()
            return try await model.complete(request)
        }
    }

    private func spoken(_ request: CompletionRequest, _ writing: AnswerWriting) async throws(LLMError) -> Completion {
        let events = model.stream(request).makeAsyncIterator()
        while let event = try await events.next() {
            switch event {
            case .text(let words): writing.say(words)
            case .restart: writing.restart()
            case .completion(let completion): return completion
            }
        }
        throw .unavailable(reason: "The model ended without an answer.", retryAfter: nil)
    }
}

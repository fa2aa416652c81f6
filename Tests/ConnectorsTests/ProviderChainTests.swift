import Connectors
import Domain
import Testing

@Suite struct `A chain of providers` {
    @Test(arguments: [LLMError.unavailable(reason: "busy", retryAfter: nil), .misconfigured(reason: "key"), .timedOut(after: .seconds(1))])
    func `goes on to the next, which is named as the writer`(error: LLMError) async throws {
        let chain = chain([.failure(error), .success("Hi")])
        let completion = try await chain.complete(question)
        #expect(completion.text == "Hi" && completion.writer == WriterName("provider-1"))
        var last: CompletionEvent?
        for try await event in chain.stream(question) { last = event }
        #expect(last == .completion(completion))
    }

    @Test(arguments: [LLMError.unusable(reason: "refused"), .cancelled]) func `stops at an answer that is no message`(error: LLMError) async {
        let chain = chain([.failure(error), .success("Hi")])
        await #expect(throws: error) { try await chain.complete(question) }
        await #expect(throws: error) { for try await _ in chain.stream(question) {} }
    }

    @Test func `tells rather what may pass`() async {
        let busy = LLMError.unavailable(reason: "busy", retryAfter: nil)
        let chain = chain([.failure(busy), .failure(.misconfigured(reason: "key"))])
        await #expect(throws: busy) { try await chain.complete(question) }
        await #expect(throws: busy) { for try await _ in chain.stream(question) {} }
    }

    @Test func `goes on where the budget is too small for one, and says so only where nothing else may pass`() async throws {
        let dear = LLMError.overBudget(reason: "nothing left", retryAfter: .seconds(60))
        #expect(try await chain([.failure(dear), .success("Hi")]).complete(question).text == "Hi")
        for others in [[dear, .misconfigured(reason: "key")], [.misconfigured(reason: "key"), dear]] {
            await #expect(throws: dear) { try await chain(others.map { .failure($0) }).complete(question) }
        }
        let busy = LLMError.unavailable(reason: "busy", retryAfter: nil)
        await #expect(throws: busy) { try await chain([.failure(busy), .failure(dear)]).complete(question) }
    }

    private func chain(_ answers: [Result<String, LLMError>]) -> ProviderChain {
        ProviderChain(answers.enumerated().map { .init(name: WriterName("provider-\($0)"), provider: FixedProvider(answer: $1)) })
    }
}

private struct FixedProvider: LLMProvider {
    let model = "small"
    let answer: Result<String, LLMError>

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion { Completion(text: try answer.get(), model: model) }
}

import Connectors
import Domain
import Synchronization
import TestSupport
import Testing

@Suite struct `A chain's circuit breaker` {
    @Test func `leaves alone for a while what is out of reach, then lets one message try`() async throws {
        let clock = TestClock(Timestamp(seconds: 0))
        let broken = Counted(failing: .unavailable(reason: "busy", retryAfter: nil))
        let chain = ProviderChain([
            .init(name: WriterName("first"), provider: broken, breaker: CircuitBreaker(clock: clock.wall)),
            .init(name: WriterName("second"), provider: Counted(failing: nil)),
        ])
        for _ in 0..<20 { _ = try await chain.complete(question) }
        #expect(broken.calls == 5)
        clock.advance(by: .seconds(31))
        for _ in 0..<5 { _ = try await chain.complete(question) }
        #expect(broken.calls == 6)
        clock.advance(by: .seconds(31))
        broken.mend()
        for _ in 0..<3 { for try await _ in chain.stream(question) {} }
        #expect(broken.calls == 9)
    }

    @Test func `goes on asking while more calls are under way than have failed`() async throws {
        let gate = Gate()
        let held = Array(repeating: ScriptedModel.Step.held(gate, "Hi"), count: 8)
        let left = Mutex(held[...])
        let busy = ScriptedModel { _ in left.withLock { $0.popFirst() ?? .failure(.unavailable(reason: "busy", retryAfter: nil)) } }
        let chain = ProviderChain([
            .init(name: WriterName("first"), provider: busy, breaker: CircuitBreaker(clock: .fixed(at: Timestamp(seconds: 0)))),
            .init(name: WriterName("second"), provider: Counted(failing: nil)),
        ])
        try await withThrowingTaskGroup { group in
            for _ in held { group.addTask { try await chain.complete(question).writer } }
            try await eventually("the calls are under way") { gate.waiting == held.count }
            // What fails in a stream counts like the rest.
            for try await _ in chain.stream(question) { break }
            for _ in 0..<20 { _ = try await chain.complete(question) }
            #expect(busy.requests.count == held.count + held.count + 1)
            gate.open()
            for try await writer in group { #expect(writer == WriterName("first")) }
        }
        _ = try await chain.complete(question)
        #expect(busy.requests.count == held.count + held.count + 2)
    }

    @Test func `says when it will be asked again where nobody else can be`() async throws {
        let clock = TestClock(Timestamp(seconds: 0))
        let chain = ProviderChain([
            .init(
                name: WriterName("openai:small"), provider: Counted(failing: .timedOut(after: .seconds(1))),
                breaker: CircuitBreaker(clock: clock.wall)),
            .init(name: WriterName("second"), provider: Counted(failing: .misconfigured(reason: "key"))),
        ])
        for _ in 0..<5 { _ = try? await chain.complete(question) }
        let error = await #expect(throws: LLMError.self) { try await chain.complete(question) }
        guard case .unavailable(let reason, .seconds(30))? = error else { throw UnexpectedError(error: error ?? .cancelled) }
        #expect(reason.contains("openai:small") && reason.contains("30 seconds"))
    }

    @Test(arguments: [LLMError.misconfigured(reason: "key"), .unusable(reason: "refused"), .cancelled])
    func `counts only what is out of reach`(error: LLMError) async {
        let broken = Counted(failing: error)
        let breaker = CircuitBreaker(clock: .fixed(at: Timestamp(seconds: 0)))
        let chain = ProviderChain([.init(name: WriterName("only"), provider: broken, breaker: breaker)])
        for _ in 0..<10 { _ = try? await chain.complete(question) }
        #expect(broken.calls == 10)
    }
}

/// A provider that fails until it is mended, and counts its calls.
private final class Counted: LLMProvider {
    let model = "small"
    private let state: Mutex<(error: LLMError?, calls: Int)>

    init(failing error: LLMError?) { state = Mutex((error, 0)) }

    var calls: Int { state.withLock { $0.calls } }
    func mend() { state.withLock { $0.error = nil } }

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        let error = state.withLock { state in
            state.calls += 1
            return state.error
        }
        if let error { throw error }
        return Completion(text: "Hi", model: model)
    }
}

import Connectors
import Domain
import TestSupport
import Testing

@Suite(.serialized) struct `An answer that is cut off` {
    /// Not every byte, to save time; a prime, so that the places differ between files.
    private static let step = 53

    @Test(arguments: Spoken.all, ["text", "tool"]) func `anywhere in a stream is an error or has lost no word and no tool's call`(
        spoken: Spoken, kind: String
    ) async throws {
        let stream = try wireFile("answers/\(spoken.dialect.form)-\(kind).sse")
        for end in [ScriptedLLM.StreamEnd.close, .breakOff] {
            let cut = try await outcomes(spoken, prefixes(of: stream).map { .stream($0.isEmpty ? [] : [$0], then: end) }, streamed: true)
            let whole = try await outcomes(spoken, [.stream([stream])], streamed: true)[0].get()
            check(cut, whole)
        }
    }

    @Test(arguments: Spoken.all, ["text", "tool"]) func `anywhere in a whole answer is an error`(spoken: Spoken, kind: String) async throws {
        let body = try wireFile("answers/\(spoken.dialect.form)-\(kind).json").trimmed
        for outcome in try await outcomes(spoken, prefixes(of: body).map { .answer(body: $0) }, streamed: false) {
            #expect(throws: LLMError.self) { try outcome.get() }
        }
    }

    private func prefixes(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: Self.step).map { String(decoding: bytes[..<$0], as: UTF8.self) }
    }

    private func outcomes(
        _ spoken: Spoken, _ replies: [ScriptedLLM.Reply], streamed: Bool
    ) async throws -> [Result<Completion, LLMError>] {
        try await asking(spoken, replies, maxRetries: 0) { harness, _ in
            var outcomes: [Result<Completion, LLMError>] = []
            for _ in replies { outcomes.append(await harness.outcome(of: offeringTools, streamed: streamed)) }
            return outcomes
        }
    }

    private func check(_ outcomes: [Result<Completion, LLMError>], _ whole: Completion) {
        for outcome in outcomes {
            switch outcome {
            case .success(let completion): #expect(completion.text == whole.text && completion.toolCalls == whole.toolCalls)
            case .failure(let error): #expect(["unavailable", "unusable"].contains(error.kind), "\(error)")
            }
        }
    }
}

extension ProviderHarness {
    fileprivate func outcome(of request: CompletionRequest, streamed: Bool) async -> Result<Completion, LLMError> {
        do throws(LLMError) {
            guard streamed else { return .success(try await provider.complete(request)) }
            guard let completion = try await stream(request).completion else { return .failure(.cancelled) }
            return .success(completion)
        } catch {
            return .failure(error)
        }
    }
}

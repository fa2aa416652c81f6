import Connectors
import Domain
import TestSupport
import Testing

@Suite struct `Every provider's stream` {
    @Test(arguments: Spoken.all, [ScriptedLLM.StreamEnd.close, .breakOff])
    func `that breaks off is an error, wherever it does`(spoken: Spoken, end: ScriptedLLM.StreamEnd) async throws {
        let pieces = spoken.dialect.stream(["Good ", "morning"])
        // Without its last word no stream has said why it ends.
        let word = try #require(pieces.firstIndex { $0.contains("morning") })
        for count in 0..<word + (pieces[word].contains("STOP") ? 0 : 1) {
            let error = try await failure(spoken, .stream(Array(pieces.prefix(count)), then: end), streamed: true)
            #expect(["unavailable", "unusable"].contains(error.kind), "after \(count) pieces")
        }
    }

    @Test(arguments: Spoken.all) func `is begun anew while nothing was said, and never afterwards`(spoken: Spoken) async throws {
        let dialect = spoken.dialect
        let silent = ScriptedLLM.Reply.stream([": nothing yet\n\n"], then: .breakOff)
        let broken = ScriptedLLM.Reply.stream(dialect.stream(["Good ", "morning"]).dropLast(dialect is GeminiDialect ? 1 : 0).filter { !$0.contains("morning") && !isEnd($0) }, then: .breakOff)
        let (words, calls) = try await asking(spoken, [silent, broken]) { harness, server in
            var words: [String] = []
            let error = await #expect(throws: LLMError.self) {
                for try await case .text(let text) in harness.provider.stream(question) { words.append(text) }
            }
            #expect(error?.kind == "unavailable")
            return (words, server.requests.count)
        }
        #expect(words.joined() == "Good " && calls == 2)
    }

    @Test(arguments: Spoken.all) func `tells an error that comes in its middle`(spoken: Spoken) async throws {
        let words = spoken.dialect.stream(["Good ", "morning"]).filter { !$0.contains("morning") && !isEnd($0) }
        let error = try await failure(spoken, .stream(words + spoken.dialect.failure("We are \(testKey) overloaded")), streamed: true)
        #expect(error.kind == "unavailable" && error.reason.contains("We are [key] overloaded"), "\(error)")
    }

    @Test(.timeLimit(.minutes(1)), arguments: Spoken.all) func `that falls silent ends with the time limit`(spoken: Spoken) async throws {
        let words = spoken.dialect.stream(["Good ", "morning"]).filter { !$0.contains("morning") && !isEnd($0) }
        let error = try await asking(spoken, [.stream(words, then: .hang)], totalTimeout: .milliseconds(500)) { harness, _ in
            try await harness.streamFailure()
        }
        #expect(error == .timedOut(after: .milliseconds(500)))
    }

    @Test(.timeLimit(.minutes(1)), arguments: Spoken.all) func `ends when its reader goes away`(spoken: Spoken) async throws {
        let words = spoken.dialect.stream(["Good ", "morning"]).filter { !$0.contains("morning") && !isEnd($0) }
        let error = try await asking(spoken, [.stream(words, then: .hang)]) { harness, server in
            let call = Task { try await harness.streamFailure() }
            _ = await server.arrivals.first { _ in true }
            call.cancel()
            return try await call.value
        }
        #expect(error == .cancelled)
    }
}

/// Whether the piece says that the answer is whole.
private func isEnd(_ piece: String) -> Bool {
    ["\"finish_reason\":\"", "[DONE]", "response.completed", "\"stop_reason\":\"", "message_stop", "\"STOP\"", "\"choices\":[]"].contains { piece.contains($0) }
}

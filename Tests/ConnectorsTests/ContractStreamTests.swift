import Connectors
import Domain
import TestSupport
import Testing

@Suite struct `Every provider's stream` {
    @Test(arguments: Spoken.all) func `is begun anew while nothing was said, and never afterwards`(spoken: Spoken) async throws {
        let silent = ScriptedLLM.Reply.stream([": nothing yet\n\n"], then: .breakOff)
        let broken = ScriptedLLM.Reply.stream(begun(spoken), then: .breakOff)
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
        let error = try await failure(spoken, .stream(begun(spoken) + spoken.dialect.failure("We are \(testKey) overloaded")), streamed: true)
        #expect(error.kind == "unavailable" && error.reason.contains("We are [key] overloaded"), "\(error)")
    }

    @Test(.timeLimit(.minutes(1)), arguments: Spoken.all) func `that falls silent ends with the time limit`(spoken: Spoken) async throws {
        let error = try await asking(spoken, [.stream(begun(spoken), then: .hang)], totalTimeout: .milliseconds(500)) { harness, _ in
            try await harness.streamFailure()
        }
        #expect(error == .timedOut(after: .milliseconds(500)))
    }

    @Test(.timeLimit(.minutes(1)), arguments: Spoken.all) func `ends when its reader goes away`(spoken: Spoken) async throws {
        let error = try await asking(spoken, [.stream(begun(spoken), then: .hang)]) { harness, server in
            let call = Task { try await harness.streamFailure() }
            _ = await server.arrivals.first { _ in true }
            call.cancel()
            return try await call.value
        }
        #expect(error == .cancelled)
    }

    @Test(.timeLimit(.minutes(1)), arguments: Spoken.all) func `ends the call when nobody reads on`(spoken: Spoken) async throws {
        try await asking(spoken, [.stream(begun(spoken), then: .comments)]) { harness, server in
            for try await case .text in harness.provider.stream(question) { break }
            // What is left of the answer would otherwise come in, and be paid, to its end.
            _ = await server.departures.first { _ in true }
        }
    }
}

/// A stream up to its last words: nothing has said yet why it ends.
private func begun(_ spoken: Spoken) -> [String] {
    Array(spoken.dialect.stream(["Good ", "morning"]).prefix { !$0.contains("morning") })
}

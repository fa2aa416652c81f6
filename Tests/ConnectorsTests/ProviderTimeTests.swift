import Connectors
import Domain
import TestSupport
import Testing

@Suite struct `The provider's time` {
    @Test(arguments: [("7", Duration.seconds(7)), ("Thu, 01 Jan 1970 00:16:47 GMT", .seconds(7)), ("Thu, 01 Jan 1970 00:00:00 GMT", .zero)])
    func `to come back is kept, with jitter on top`(field: String, asked: Duration) async throws {
        let replies: [ScriptedLLM.Reply] = [.answer(status: 429, headers: ["Retry-After": field], body: "{}"), .text("Hi")]
        let waits = try await withProvider(replies: replies, now: Timestamp(seconds: 1000)) { harness, _ in
            _ = try await harness.complete()
            return harness.waits
        }
        #expect(waits == [asked + .milliseconds(500)])
    }

    @Test func `to come back, when it lies beyond the limit, ends the call at once and is handed on`() async throws {
        let replies: [ScriptedLLM.Reply] = [.answer(status: 429, headers: ["Retry-After": "120"], body: "{}"), .text("Hi")]
        let (error, waits) = try await withProvider(replies: replies) { harness, _ in
            (try await harness.failure(), harness.waits)
        }
        guard case .unavailable(_, .seconds(120)) = error else { throw UnexpectedError(error: error) }
        #expect(waits.isEmpty)
    }

    @Test(arguments: ["soon", "-", "1.5", "Thu, 31 Feb 1970 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 CET", ""])
    func `to come back, when nobody can read it, counts as none`(field: String) async throws {
        let replies: [ScriptedLLM.Reply] = [.answer(status: 503, headers: ["Retry-After": field], body: "{}"), .text("Hi")]
        let waits = try await withProvider(replies: replies) { harness, _ in
            _ = try await harness.complete()
            return harness.waits
        }
        #expect(waits == [.milliseconds(500)])
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ScriptedLLM.Reply.delayed(.seconds(3600), .text("late")), .trickle(every: .milliseconds(10)),
        ])
    func `limit covers the whole answer, to its last byte`(slow: ScriptedLLM.Reply) async throws {
        let limit = Duration.milliseconds(500)
        let (error, waits) = try await withProvider(replies: [slow], totalTimeout: limit) { harness, _ in
            (try await harness.failure(), harness.waits)
        }
        #expect(error == .timedOut(after: limit))
        #expect(waits.isEmpty)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ScriptedLLM.Reply.delayed(.seconds(3600), .text("late")), .trickle(every: .milliseconds(10)),
        ])
    func `ends when the caller goes away`(slow: ScriptedLLM.Reply) async throws {
        let error = try await withProvider(replies: [slow]) { harness, server in
            let call = Task { try await harness.failure() }
            _ = await server.arrivals.first { _ in true }
            call.cancel()
            return try await call.value
        }
        #expect(error == .cancelled)
    }

    @Test func `is not spent at all for a caller who has gone already`() async throws {
        let (error, calls) = try await withProvider(replies: []) { harness, server in
            let call = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await harness.failure()
            }
            return (try await call.value, server.requests.count)
        }
        #expect(error == .cancelled)
        #expect(calls == 0)
    }

    @Test(.timeLimit(.minutes(1))) func `is shared: hundreds of calls wait for one slow server together`() async throws {
        let texts = try await ScriptedLLM.serving(further: .delayed(.milliseconds(200), .text("Hi"))) { server in
            try await withHTTPClient { http in
                let harness = try ProviderHarness(openAISettings(apiKey: nil, baseURL: server.baseURL), http: http)
                return try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<400 { group.addTask { try await harness.complete().text } }
                    return try await group.reduce(into: [String]()) { $0.append($1) }
                }
            }
        }
        #expect(texts == Array(repeating: "Hi", count: 400))
    }
}

import Connectors
import Domain
import TestSupport
import Testing

@Suite struct `A fault of the provider` {
    @Test(arguments: [408, 429, 500, 502, 503, 529])
    func `that may pass is tried again`(status: Int) async throws {
        let replies: [ScriptedLLM.Reply] = [.answer(status: status, body: "busy"), .hangUp, .text("Hi")]
        let (text, requests) = try await withProvider(replies: replies) { harness, server in
            (try await harness.complete().text, server.requests)
        }
        #expect(text == "Hi")
        #expect(requests.count == 3)
        #expect(requests[0].body == requests[2].body)
    }

    @Test(arguments: [
        (301, "OPENAI_BASE_URL"), (400, "OPENAI_MODEL"), (401, "OPENAI_API_KEY"), (402, "billing"),
        (403, "OPENAI_API_KEY"), (404, "OPENAI_MODEL"), (422, "OPENAI_MODEL"),
    ])
    func `that a person must mend is not tried again and names what to check`(status: Int, hint: String) async throws {
        let (error, calls) = try await withProvider(replies: [.answer(status: status, body: "{}")]) { harness, server in
            (try await harness.failure(), server.requests.count)
        }
        guard case .misconfigured(let reason) = error else { throw UnexpectedError(error: error) }
        #expect(reason.contains("(\(status))") && reason.contains(hint))
        #expect(calls == 1)
    }

    @Test func `that is an empty account is for a person, although its status is that of a busy server`() async throws {
        let body = #"{"error":{"message":"You exceeded your current quota.","code":"insufficient_quota"}}"#
        let (error, calls) = try await withProvider(replies: [.answer(status: 429, body: body)]) { harness, server in
            (try await harness.failure(), server.requests.count)
        }
        guard case .misconfigured(let reason) = error else { throw UnexpectedError(error: error) }
        #expect(reason.contains("You exceeded your current quota; check the account's billing"))
        #expect(calls == 1)
    }

    @Test(arguments: [
        #"{"error":{"message":"Slow down","code":7}}"#, #"{"error":"Slow down"}"#, #"{"message":"Slow down"}"#, #"{"detail":"Slow down"}"#,
    ])
    func `is told in the provider's words, whatever their form`(body: String) async throws {
        let replies = [ScriptedLLM.Reply.answer(status: 503, body: body)]
        let error = try await withProvider(replies: replies, maxRetries: 0) { harness, _ in try await harness.failure() }
        guard case .unavailable(let reason, nil) = error else { throw UnexpectedError(error: error) }
        #expect(reason.contains("(503): Slow down."))
    }

    @Test func `that stays ends after the allowed tries`() async throws {
        let busy = ScriptedLLM.Reply.answer(status: 500, body: "{}")
        let (error, calls, waits) = try await withProvider(replies: [busy, busy, busy, .text("late")]) { harness, server in
            (try await harness.failure(), server.requests.count, harness.waits)
        }
        guard case .unavailable = error else { throw UnexpectedError(error: error) }
        #expect(calls == 3)
        #expect(waits == [.milliseconds(500), .seconds(1)])
    }

    @Test(arguments: [ScriptedLLM.Reply.hangUp, .breakOff])
    func `that breaks the connection is tried again`(fault: ScriptedLLM.Reply) async throws {
        let text = try await withProvider(replies: [fault, .text("Hi")]) { harness, _ in try await harness.complete().text }
        #expect(text == "Hi")
    }

    @Test(arguments: [ScriptedLLM.Reply.hangUp, .breakOff])
    func `that breaks every connection is unavailability`(fault: ScriptedLLM.Reply) async throws {
        let error = try await withProvider(replies: [fault], maxRetries: 0) { harness, _ in try await harness.failure() }
        guard case .unavailable(let reason, nil) = error else { throw UnexpectedError(error: error) }
        #expect(reason.contains("http://127.0.0.1:"))
    }

    @Test func `that is a closed port is unavailability, after the allowed tries`() async throws {
        // Nobody listens there any more once the server has gone.
        let gone = try await ScriptedLLM.serving { $0.baseURL }
        let (error, waits) = try await withHTTPClient { http in
            let harness = try ProviderHarness(openAISettings(apiKey: nil, baseURL: gone), http: http)
            return (try await harness.failure(), harness.waits)
        }
        guard case .unavailable = error else { throw UnexpectedError(error: error) }
        #expect(waits.count == 2)
    }

    /// Behind 188 characters the key lies across the place where long words are cut.
    @Test(arguments: [0, 188], [200, 401, 429])
    func `never shows the key, even where the provider repeats it`(position: Int, status: Int) async throws {
        let words = String(repeating: "x ", count: position / 2) + testKey
        let reply = ScriptedLLM.Reply.answer(status: status, body: #"{"error":{"message":"\#(words)"}}"#)
        let error = try await withProvider(replies: [reply], maxRetries: 0) { harness, _ in try await harness.failure() }
        #expect("\(error)".contains("[key]") && !"\(error)".contains("sk-"))
    }
}

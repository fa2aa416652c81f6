import Connectors
import Domain
import TestSupport
import Testing

/// What one provider says in its own way.
@Suite struct `A provider's own words` {
    struct Fault: Sendable, CustomTestStringConvertible {
        var provider: String
        var status: Int
        var body: String
        var kind: String
        var hint: String
        var testDescription: String { "\(provider): \(hint)" }
    }

    @Test(arguments: [
        Fault(
            provider: "azure", status: 400, body: #"{"error":{"message":"It is filtered","code":"content_filter","innererror":{}}}"#,
            kind: "unusable",
            hint: "withheld its answer"),
        Fault(
            provider: "openai-responses", status: 429, body: #"{"error":{"message":"No quota","type":"insufficient_quota","code":null}}"#,
            kind: "misconfigured", hint: "billing"),
        Fault(
            provider: "anthropic", status: 400,
            body: #"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}"#, kind: "misconfigured",
            hint: "billing"),
        Fault(
            provider: "gemini", status: 400,
            body: #"{"error":{"code":400,"message":"Bad key","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}"#,
            kind: "misconfigured", hint: "THE_KEY"),
        Fault(
            provider: "compatible", status: 404, body: #"{"object":"error","message":"No model x","type":"NotFoundError","code":404}"#,
            kind: "misconfigured", hint: "No model x; check THE_MODEL"),
        Fault(provider: "compatible", status: 404, body: #"{"error":"model 'x' not found"}"#, kind: "misconfigured", hint: "model 'x' not found"),
    ])
    func `tell what a status alone does not`(fault: Fault) async throws {
        for streamed in [false, true] {
            let error = try await failure(spoken(fault.provider), .answer(status: fault.status, body: fault.body), streamed: streamed)
            #expect(error.kind == fault.kind && error.reason.contains(fault.hint), "\(error)")
        }
    }

    @Test func `say in Gemini's body how long to wait`() async throws {
        let busy =
            #"{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x/RetryInfo","retryDelay":"7.5s"}]}}"#
        let gemini = spoken("gemini")
        let waits = try await asking(gemini, [.answer(status: 429, body: busy), .answer(body: gemini.dialect.answer("Hi"))]) { harness, _ in
            _ = try await harness.complete()
            return harness.waits
        }
        #expect(waits == [.seconds(8)])
    }

    @Test func `name no call of a tool at Gemini, and get back none that is ours`() async throws {
        let gemini = spoken("gemini")
        let replies = [ScriptedLLM.Reply.answer(body: try wireFile("answers/gemini-tool.json")), .answer(body: gemini.dialect.answer("Done."))]
        let body = try await asking(gemini, replies) { harness, server in
            var request = offeringTools
            let asked = try await harness.provider.complete(request)
            request.messages += [.answer(asked), .result(of: asked.toolCalls[0], "Friday is free.")]
            _ = try await harness.provider.complete(request)
            return server.requests[1].body
        }
        #expect(body.contains(#""functionCall":{"name":"plan""#) && body.contains(#""functionResponse":{"name":"plan""#) && !body.contains(#""id""#))
        #expect(body.contains(#""thoughtSignature":"c2lnbmVk""#))
    }

    @Test(arguments: [("anthropic", #""messages":[{"role":"user""#), ("gemini", #""contents":[{"role":"user""#)])
    func `begin with the user's, where they must`(provider: String, begin: String) async throws {
        let spoken = spoken(provider)
        let body = try await asking(spoken, [.answer(body: spoken.dialect.answer("Hi"))]) { harness, server in
            let earlier = Completion(text: "Call the Harbour Hotel.", model: "m")
            _ = try await harness.provider.complete(
                CompletionRequest(messages: [.init(.system, "Be brief."), .answer(earlier), .init(.user, "Whom?")]))
            return server.requests[0].body
        }
        #expect(body.contains(begin) && body.contains("Call the Harbour Hotel."))
    }

    private func spoken(_ provider: String) -> Spoken { Spoken.all.first { $0.connector.name == provider }! }
}

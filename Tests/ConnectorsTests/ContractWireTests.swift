import Connectors
import Domain
import TestSupport
import Testing

@Suite struct `Every provider's wire format` {
    @Test(arguments: Spoken.all) func `writes tools, calls and results as the provider's types have them`(spoken: Spoken) async throws {
        let calls = [
            ToolCall(id: "call-7", name: "plan", arguments: ["day": .string("Friday")], signature: "c2lnbmVk"),
            ToolCall(id: "call-8", name: "plan", arguments: ["day": .string("Monday")]),
        ]
        let request = CompletionRequest(
            messages: [
                .init(.system, "Be brief."), .init(.user, "Plan my \"days\"."),
                .answer(Completion(text: "Let me see.", toolCalls: calls, model: "m")),
                .result(of: calls[0], "Friday is free."), .result(of: calls[1], "Monday is full."),
            ], tools: [planner])
        let body = try await asking(spoken, [.answer(body: spoken.dialect.answer("Done."))]) { harness, server in
            _ = try await harness.provider.complete(request)
            return server.requests[0].body
        }
        #expect(try parsed(body) == parsed(wireFile("requests/\(spoken.dialect.form)-tools.json")))
    }

    @Test(arguments: Spoken.all) func `writes the wish for a streamed answer after a schema, with a temperature, as the provider's types have it`(
        spoken: Spoken
    )
        async throws
    {
        var request = CompletionRequest(
            messages: [.init(.system, "Be brief."), .init(.user, "Draft a mail.")], maxTokens: 300,
            schema: OutputSchema(
                name: "draft",
                json: #"{"type":"object","properties":{"subject":{"type":"string"}},"required":["subject"],"additionalProperties":false}"#))
        request.temperature = 0.4
        let asked = request
        let body = try await asking(spoken, [.stream(spoken.dialect.stream(["{}"]))]) { harness, server in
            _ = try await harness.stream(asked)
            return server.requests[0].body
        }
        #expect(try parsed(body) == parsed(wireFile("requests/\(spoken.dialect.form)-schema.json")))
    }

    @Test(arguments: Spoken.all, ["text", "tool"]) func `reads what the provider's clients read`(spoken: Spoken, kind: String) async throws {
        let (whole, streamed) = try await bothAnswers(spoken, kind)
        let text = kind == "text" ? "Good morning! Call \"Harbour Hotel\"." : "Let me see."
        for completion in [whole, streamed] {
            #expect(completion.text == text && completion.tokensIn == 412 && completion.tokensOut == 131)
            #expect(completion.toolCalls.map(\.name) == (kind == "text" ? [] : ["plan"]))
            #expect(completion.toolCalls.map(\.arguments) == (kind == "text" ? [] : [["day": .string("Friday")]]))
        }
        #expect(whole == streamed)
    }

    @Test(arguments: Spoken.all) func `takes no answer that the token limit cut off`(spoken: Spoken) async throws {
        for (end, streamed) in [("json", false), ("sse", true)] {
            let body = try wireFile("answers/\(spoken.dialect.form)-cut.\(end)")
            let error = try await failure(spoken, streamed ? .stream([body]) : .answer(body: body), streamed: streamed)
            #expect(error.kind == "unusable" && error.reason.contains("token limit"))
        }
    }

    private func bothAnswers(_ spoken: Spoken, _ kind: String) async throws -> (Completion, Completion) {
        let name = "answers/\(spoken.dialect.form)-\(kind)"
        let replies = try [ScriptedLLM.Reply.answer(body: wireFile(name + ".json")), .stream([wireFile(name + ".sse")])]
        return try await asking(spoken, replies) { harness, _ in
            let whole = try await harness.provider.complete(offeringTools)
            return (whole, try #require(try await harness.stream(offeringTools).completion))
        }
    }
}

/// A request whose answer may ask for a tool.
let offeringTools = CompletionRequest(messages: question.messages, tools: [planner])

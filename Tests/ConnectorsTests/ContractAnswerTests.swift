import Connectors
import Domain
import TestSupport
import Testing

@Suite struct `Every provider` {
    @Test(arguments: Spoken.all) func `gives a whole answer with its tokens and model`(spoken: Spoken) async throws {
        let (completion, request) = try await asking(spoken, [.answer(body: spoken.dialect.answer(" Call the \"Hotel\".\n"))]) { harness, server in
            (try await harness.complete(), server.requests[0])
        }
        #expect(completion == Completion(text: "Call the \"Hotel\".", tokensIn: 11, tokensOut: 7, model: "scripted-1"))
        #expect(request.target == spoken.dialect.path)
        #expect(request.headers[spoken.dialect.keyField.name] == spoken.dialect.keyField.value)
        #expect(request.body.contains("Be brief.") && request.body.contains("Hello"))
    }

    @Test(arguments: Spoken.all) func `streams an answer word by word, and then tells the whole`(spoken: Spoken) async throws {
        let pieces = spoken.dialect.stream(["Good ", "mor\nning ", "✓"])
        let (streamed, request) = try await asking(spoken, [.stream(pieces)]) { harness, server in
            (try await harness.stream(), server.requests[0])
        }
        #expect(streamed.words.joined() == "Good mor\nning ✓" && !streamed.words.contains(""))
        #expect(streamed.completion == Completion(text: "Good mor\nning ✓", tokensIn: 11, tokensOut: 7, model: "scripted-1"))
        #expect(request.target == spoken.dialect.streamedPath)
    }

    @Test(arguments: Spoken.all, ["9223372036854775807", "1000000000000000", "-3", "1e30"])
    func `takes a count of tokens that no model can take for none`(spoken: Spoken, count: String) async throws {
        func counting(_ text: String) -> String {
            text.replacing(/"(\w+(?:_tokens|TokenCount))":\d+/) { "\"\($0.output.1)\":\(count)" }
        }
        let replies = [
            ScriptedLLM.Reply.answer(body: counting(spoken.dialect.answer("Good morning"))),
            .stream(spoken.dialect.stream(["Good morning"]).map(counting)),
        ]
        let told = try await asking(spoken, replies) { harness, _ in [try await harness.complete(), try await harness.stream().completion] }
        #expect(told == Array(repeating: Completion(text: "Good morning", model: "scripted-1"), count: 2))
    }

    @Test(arguments: ["cache_read_input_tokens", "cache_creation_input_tokens"], ["9223372036854775807", "-3", "1e30"])
    func `tells no tokens read where those of its cache are no count`(member: String, count: String) async throws {
        func counting(_ text: String) -> String { text.replacing(/"input_tokens":5,/, with: "\"input_tokens\":5,\"\(member)\":\(count),\"was\":0,") }
        let spoken = try #require(Spoken.all.first { $0.dialect is AnthropicDialect })
        let others = /"cache_\w+":\d+,/
        let replies = [
            ScriptedLLM.Reply.answer(body: counting(spoken.dialect.answer("Good morning").replacing(others, with: ""))),
            .stream(spoken.dialect.stream(["Good morning"]).map { counting($0.replacing(others, with: "")) }),
        ]
        let told = try await asking(spoken, replies) { harness, _ in [try await harness.complete(), try await harness.stream().completion] }
        #expect(told == Array(repeating: Completion(text: "Good morning", tokensOut: 7, model: "scripted-1"), count: 2))
    }

    @Test(arguments: Spoken.all, [true, false]) func `asks for a tool, and goes on with its result`(spoken: Spoken, streamed: Bool) async throws {
        let call = ScriptedLLM.Reply.answer(body: spoken.dialect.toolCall("plan"))
        let replies = [streamed ? .stream(spoken.dialect.toolCallStream("plan")) : call, .answer(body: spoken.dialect.answer("Done."))]
        let (calls, text, bodies) = try await asking(spoken, replies) { harness, server in
            var request = question
            request.tools = [planner]
            let first = try await streamed ? harness.stream(request).completion : harness.provider.complete(request)
            let asked = try #require(first)
            request.messages += [.answer(asked)] + asked.toolCalls.map { .result(of: $0, "Friday is \"free\"") }
            return (asked.toolCalls, try await harness.provider.complete(request).text, server.requests.map(\.body))
        }
        #expect(calls.map(\.name) == ["plan"] && calls.map(\.id) == ["call-7"] && calls[0].arguments == ["day": .string("Friday")])
        #expect(text == "Done.")
        #expect(bodies[0].contains(planner.parameters) && bodies[0].contains("Plans a day."))
        for part in spoken.dialect.resultParts("Friday is \"free\"") { #expect(bodies[1].contains(part), "\(bodies[1])") }
    }

    @Test(arguments: Spoken.all) func `answers after a schema, in JSON or not at all`(spoken: Spoken) async throws {
        let schema = #"{"type":"object","properties":{"subject":{"type":"string"}},"required":["subject"],"additionalProperties":false}"#
        let replies = [#"{"subject":"Hi"}"#, "Subject: Hi"].map { ScriptedLLM.Reply.answer(body: spoken.dialect.answer($0)) }
        try await asking(spoken, replies) { harness, server in
            var request = question
            request.schema = OutputSchema(name: "draft", json: schema)
            let text = try await harness.provider.complete(request).text
            #expect(text == #"{"subject":"Hi"}"#)
            #expect(server.requests[0].body.contains(spoken.dialect.schemaPart(schema)), "\(server.requests[0].body)")
            let error = await #expect(throws: LLMError.self) { try await harness.provider.complete(request) }
            #expect(error?.kind == "unusable")
        }
    }

    @Test(arguments: Spoken.all) func `never takes a tool's call for a message where none was offered`(spoken: Spoken) async throws {
        let error = try await failure(spoken, .answer(body: spoken.dialect.toolCall("plan")), streamed: false)
        #expect(error.kind == "unusable" && error.reason.contains("asked for a tool"))
    }
}

extension ScriptedLLM.Received {
    /// The path as it was sent, with its query.
    var target: String { query.isEmpty ? path : path + "?" + query }
}

import Connectors
import Domain
import TestSupport
import Testing

@Suite struct `An answer of the model` {
    @Test func `becomes the message, with its tokens and the model's own name`() async throws {
        let completion = try await withProvider(replies: [.text("  Call the Harbour Hotel.\n")]) { harness, _ in
            try await harness.complete()
        }
        #expect(completion == Completion(text: "Call the Harbour Hotel.", tokensIn: 11, tokensOut: 7, model: "scripted-1"))
    }

    @Test func `with the character U+0000 is taken without it: databases end a text there`() async throws {
        let body = #"{"choices":[{"message":{"content":"H\u0000i\\u0000"},"finish_reason":"stop"}],"model":"m\u0000"}"#
        let completion = try await withProvider(replies: [.answer(body: body)]) { harness, _ in try await harness.complete() }
        #expect(completion == Completion(text: #"Hi\u0000"#, model: "m"))
    }

    @Test func `is taken without what steers a terminal or turns letters around, but with tabs and line ends`() async throws {
        let body =
            #"{"choices":[{"message":{"content":"A\u001b[31mB\u0007\u202eC\u2066D\u0085E\tF\r\nG\u200f"},"finish_reason":"stop"}],"model":"m"}"#
        let completion = try await withProvider(replies: [.answer(body: body)]) { harness, _ in try await harness.complete() }
        #expect(completion.text == "A[31mBCDE\tF\r\nG\u{200F}")
    }

    @Test func `may come without usage and with fields we do not know`() async throws {
        let body = #"{"x":1,"choices":[{"message":{"content":"Hi","audio":null},"finish_reason":null}]}"#
        let completion = try await withProvider(replies: [.answer(body: body)]) { harness, _ in try await harness.complete() }
        #expect(completion == Completion(text: "Hi", model: "gpt-4o-mini"))
    }

    @Test func `is asked for at chat completions with key, model, messages and token limit`() async throws {
        let request = try await withProvider(replies: [.text("Hi")]) { harness, server in
            _ = try await harness.complete("Say \"hi\"")
            return server.requests[0]
        }
        #expect(request.path == "/v1/chat/completions")
        #expect(request.headers["authorization"] == "Bearer \(testKey)")
        #expect(request.headers["content-type"] == "application/json")
        #expect(
            request.body.contains(#"{"role":"user","content":"Say \"hi\""}"#) || request.body.contains(#"{"content":"Say \"hi\"","role":"user"}"#))
        #expect(request.body.contains(#""model":"gpt-4o-mini""#) && request.body.contains(#""max_tokens":800"#))
    }

    @Test func `is asked for without authorization where there is no key`() async throws {
        let request = try await withProvider(replies: [.text("Hi")], apiKey: "") { harness, server in
            _ = try await harness.complete()
            return server.requests[0]
        }
        #expect(request.headers["authorization"] == nil)
    }

    @Test(arguments: ["o3-mini", "gpt-5-mini"])
    func `of a model that thinks first has room for thinking`(model: String) async throws {
        let request = try await withProvider(replies: [.text("Hi")], model: model) { harness, server in
            _ = try await harness.complete()
            return server.requests[0]
        }
        #expect(request.body.contains(#""max_completion_tokens":4800"#) && !request.body.contains(#""max_tokens""#))
    }

    @Test(arguments: [
        (#"{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}"#, "empty"),
        (#"{"choices":[{"message":{"content":" \n "},"finish_reason":"stop"}]}"#, "empty"),
        (#"{"choices":[{"message":{"content":null},"finish_reason":"stop"}]}"#, "empty"),
        (#"{"choices":[{"finish_reason":"stop"}]}"#, "empty"),
        (#"{"choices":[]}"#, "without a choice"),
        (#"{}"#, "without a choice"),
        (#"{"choices":[{"message":{"content":"Dear Har"},"finish_reason":"length"}]}"#, "token limit"),
        (#"{"choices":[{"message":{"content":"Dear"},"finish_reason":"content_filter"}]}"#, "content filter"),
        (
            #"{"choices":[{"message":{"content":null,"refusal":"I cannot do that."},"finish_reason":"stop"}]}"#,
            "refused to write this: I cannot do that."
        ),
        (#"{"choices":[{"message":{"content":null},"finish_reason":"tool_calls"}]}"#, "asked for a tool"),
        (#"{"error":{"message":"upstream gone"}}"#, "upstream gone"),
        (#"{"choices":[{"message":{"content":"Good"#, "no chat completion"),
        (#"{"choices":"many"}"#, "no chat completion"),
        ("<html>It works!</html>", "no chat completion"),
        ("", "no chat completion"),
    ])
    func `that is no message is an error saying why, and is not asked for again`(body: String, reason: String) async throws {
        let (error, calls) = try await withProvider(replies: [.answer(body: body)]) { harness, server in
            (try await harness.failure(), server.requests.count)
        }
        guard case .unusable(let said) = error else { throw UnexpectedError(error: error) }
        #expect(said.contains(reason))
        #expect(calls == 1)
    }

    @Test func `of more than 4 MiB is given up`() async throws {
        let body = String(repeating: " ", count: 4 << 20) + "{}"
        let error = try await withProvider(replies: [.answer(body: body)]) { harness, _ in try await harness.failure() }
        guard case .unusable(let said) = error else { throw UnexpectedError(error: error) }
        #expect(said.contains("more than 4 MiB"))
    }
}

struct UnexpectedError: Error { var error: LLMError }

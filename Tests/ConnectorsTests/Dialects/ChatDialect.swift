/// Chat completions, of OpenAI, Azure and compatible servers.
struct ChatDialect: Dialect {
    let isAzure: Bool

    var form: String { "chat" }
    func address(_ root: String) -> String { isAzure ? root : root + "/v1" }
    var path: String { isAzure ? "/openai/deployments/asked%2F1/chat/completions?api-version=2024-10-21" : "/v1/chat/completions" }
    var streamedPath: String { path }
    var keyField: (name: String, value: String) { isAzure ? ("api-key", testKey) : ("authorization", "Bearer \(testKey)") }

    func answer(_ text: String) -> String { completion(message: #""content":\#(quoted(text)),"refusal":null"#, reason: "stop") }

    func toolCall(_ name: String) -> String {
        completion(
            message: #"""
                "content":null,"tool_calls":[{"id":"call-7","type":"function","function":{"name":"\#(name)","arguments":"{\"day\":\"Friday\"}"}}]
                """#, reason: "tool_calls")
    }

    func answer(_ text: String, ending: AnswerEnding) -> String {
        switch ending {
        case .tokenLimit: completion(message: #""content":\#(quoted(text))"#, reason: "length")
        case .filtered: completion(message: #""content":\#(quoted(text))"#, reason: "content_filter")
        case .refused: completion(message: #""content":null,"refusal":\#(quoted(text))"#, reason: "stop")
        }
    }

    func error(_ kind: ErrorKind, _ message: String) -> String {
        let type =
            switch kind {
            case .request, .model, .key: "invalid_request_error"
            case .busy: "requests"
            case .overloaded, .server: "server_error"
            }
        return #"{"error":{"message":\#(quoted(message)),"type":"\#(type)","param":null,"code":null}}"#
    }

    func stream(_ words: [String]) -> [String] { stream(words, as: "content", reason: "stop") }

    func stream(_ words: [String], ending: AnswerEnding) -> [String] {
        switch ending {
        case .tokenLimit: stream(words, as: "content", reason: "length")
        case .filtered: stream(words, as: "content", reason: "content_filter")
        case .refused: stream(words, as: "refusal", reason: "stop")
        }
    }

    private func stream(_ words: [String], as field: String, reason: String) -> [String] {
        [chunk(#"{"role":"assistant","content":"","refusal":null}"#)] + words.map { chunk(#"{"\#(field)":\#(quoted($0))}"#) } + end(reason)
    }

    func toolCallStream(_ name: String) -> [String] {
        [
            chunk(
                #"{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call-7","type":"function","function":{"name":"\#(name)","arguments":""}}]}"#
            ),
            chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"day\":"}}]}"#),
            chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"\"Friday\"}"}}]}"#),
        ] + end("tool_calls")
    }

    func failure(_ message: String) -> [String] { [event(error(.server, message))] }

    func resultParts(_ result: String) -> [String] {
        [
            #""tool_calls":[{"id":"call-7","type":"function","function":{"name":"#, #""arguments":"{\"day\":\"Friday\"}""#,
            #"{"role":"tool","content":\#(quoted(result)),"tool_call_id":"call-7"}"#,
        ]
    }

    func schemaPart(_ json: String) -> String {
        #""response_format":{"type":"json_schema","json_schema":{"name":"draft","strict":true,"schema":\#(json)}}"#
    }

    private func completion(message: String, reason: String) -> String {
        #"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1763289005,"model":"scripted-1","choices":[{"index":0,"message":\#
        {"role":"assistant",\#(message)},"logprobs":null,"finish_reason":"\#(reason)"}],\#
        "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
        """#
    }

    private func chunk(_ delta: String, reason: String = "null") -> String {
        event(
            #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"scripted-1","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(reason)}]}"#
        )
    }

    private func end(_ reason: String) -> [String] {
        [
            chunk("{}", reason: "\"\(reason)\""),
            event(
                #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"scripted-1","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}"#
            ), event("[DONE]"),
        ]
    }
}

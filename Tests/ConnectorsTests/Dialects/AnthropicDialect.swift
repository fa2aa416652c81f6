/// Anthropic's messages.
struct AnthropicDialect: Dialect {
    var form: String { "anthropic" }
    func address(_ root: String) -> String { root }
    var path: String { "/v1/messages" }
    var streamedPath: String { path }
    var keyField: (name: String, value: String) { ("x-api-key", testKey) }

    func answer(_ text: String) -> String { message([block(text)], reason: "end_turn") }

    func toolCall(_ name: String) -> String {
        message([#"{"type":"tool_use","id":"call-7","name":"\#(name)","input":{"day":"Friday"}}"#], reason: "tool_use")
    }

    func answer(_ text: String, ending: AnswerEnding) -> String {
        switch ending {
        case .tokenLimit: message([block(text)], reason: "max_tokens")
        case .filtered, .refused: message([], reason: "refusal")
        }
    }

    func error(_ kind: ErrorKind, _ message: String) -> String {
        let type =
            switch kind {
            case .request: "invalid_request_error"
            case .key: "authentication_error"
            case .model: "not_found_error"
            case .busy: "rate_limit_error"
            case .overloaded: "overloaded_error"
            case .server: "api_error"
            }
        return #"{"type":"error","error":{"type":"\#(type)","message":\#(quoted(message))},"request_id":"req_1"}"#
    }

    func stream(_ words: [String]) -> [String] { stream(words, reason: "end_turn") }

    func stream(_ words: [String], ending: AnswerEnding) -> [String] {
        stream(words, reason: ending == .tokenLimit ? "max_tokens" : "refusal")
    }

    private func stream(_ words: [String], reason: String) -> [String] {
        begin + [
            event(#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#, name: "content_block_start"),
            event(#"{"type":"ping"}"#, name: "ping"),
        ]
            + words.map {
                event(#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":\#(quoted($0))}}"#, name: "content_block_delta")
            } + end(reason)
    }

    func toolCallStream(_ name: String) -> [String] {
        begin + [
            event(
                #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"call-7","name":"\#(name)","input":{}}}"#,
                name: "content_block_start"),
            piece(""), piece(#"{\"day\":"#), piece(#" \"Friday\"}"#),
        ] + end("tool_use")
    }

    func failure(_ message: String) -> [String] { [event(error(.overloaded, message), name: "error")] }

    func resultParts(_ result: String) -> [String] {
        [
            #"{"type":"tool_use","id":"call-7","name":"#, #""input":{"day":"Friday"}}"#,
            #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"call-7","content":\#(quoted(result))}]}"#,
        ]
    }

    func schemaPart(_ json: String) -> String { #""output_config":{"format":{"type":"json_schema","schema":\#(json)}}"# }

    private var begin: [String] {
        [
            event(
                #"{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"scripted-1","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"cache_read_input_tokens":6,"output_tokens":1}}}"#,
                name: "message_start")
        ]
    }

    private func piece(_ json: String) -> String {
        event(#"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\#(json)"}}"#, name: "content_block_delta")
    }

    private func end(_ reason: String) -> [String] {
        [
            event(#"{"type":"content_block_stop","index":0}"#, name: "content_block_stop"),
            event(
                #"{"type":"message_delta","delta":{"stop_reason":"\#(reason)","stop_sequence":null},"usage":{"output_tokens":7}}"#,
                name: "message_delta"),
            event(#"{"type":"message_stop"}"#, name: "message_stop"),
        ]
    }

    private func block(_ text: String) -> String { #"{"type":"text","text":\#(quoted(text))}"# }

    private func message(_ content: [String], reason: String) -> String {
        #"""
        {"id":"msg_1","type":"message","role":"assistant","model":"scripted-1","content":[\#(content.joined(separator: ","))],\#
        "stop_reason":"\#(reason)","stop_sequence":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":6,"output_tokens":7}}
        """#
    }
}

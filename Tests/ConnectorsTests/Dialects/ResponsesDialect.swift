/// OpenAI's responses.
struct ResponsesDialect: Dialect {
    var form: String { "responses" }
    func address(_ root: String) -> String { root + "/v1" }
    var path: String { "/v1/responses" }
    var streamedPath: String { path }
    var keyField: (name: String, value: String) { ("authorization", "Bearer \(testKey)") }

    func answer(_ text: String) -> String { response([message(text)]) }
    func toolCall(_ name: String) -> String { response([call(name)]) }

    func answer(_ text: String, ending: AnswerEnding) -> String {
        switch ending {
        case .tokenLimit: response([message(text)], status: "incomplete", reason: "max_output_tokens")
        case .filtered: response([message(text)], status: "incomplete", reason: "content_filter")
        case .refused:
            response([
                #"{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"refusal","refusal":\#(quoted(text))}]}"#
            ])
        }
    }

    func error(_ kind: ErrorKind, _ message: String) -> String { ChatDialect(isAzure: false).error(kind, message) }

    func stream(_ words: [String]) -> [String] { stream(words, as: "output_text", end: "completed", answer(words.joined())) }

    func stream(_ words: [String], ending: AnswerEnding) -> [String] {
        let whole = answer(words.joined(), ending: ending)
        return ending == .refused ? stream(words, as: "refusal", end: "completed", whole) : stream(words, as: "output_text", end: "incomplete", whole)
    }

    private func stream(_ words: [String], as part: String, end: String, _ whole: String) -> [String] {
        begin + words.map { typed("response.\(part).delta", #""item_id":"msg_1","output_index":1,"content_index":0,"delta":\#(quoted($0))"#) }
            + [typed("response.\(end)", #""response":\#(whole)"#)]
    }

    func toolCallStream(_ name: String) -> [String] {
        begin + [
            typed("response.function_call_arguments.delta", #""item_id":"fc_1","output_index":1,"delta":"{\"day\":""#),
            typed("response.function_call_arguments.delta", #""item_id":"fc_1","output_index":1,"delta":"\"Friday\"}""#),
            typed("response.completed", #""response":\#(toolCall(name))"#),
        ]
    }

    func failure(_ message: String) -> [String] {
        [typed("error", #""code":"server_error","message":\#(quoted(message)),"param":null"#)]
    }

    func resultParts(_ result: String) -> [String] {
        [
            #"{"type":"function_call","call_id":"call-7","name":"#, #""arguments":"{\"day\":\"Friday\"}"}"#,
            #"{"type":"function_call_output","call_id":"call-7","output":\#(quoted(result))}"#,
        ]
    }

    func schemaPart(_ json: String) -> String {
        #""text":{"format":{"type":"json_schema","name":"draft","strict":true,"schema":\#(json)}}"#
    }

    private var begin: [String] {
        let response = #"{"id":"resp_1","object":"response","status":"in_progress","model":"scripted-1","output":[],"usage":null,"error":null}"#
        return [typed("response.created", #""response":\#(response)"#), typed("response.in_progress", #""response":\#(response)"#)]
    }

    private func typed(_ type: String, _ rest: String) -> String {
        event(#"{"type":"\#(type)","sequence_number":1,\#(rest)}"#, name: type)
    }

    private func message(_ text: String) -> String {
        #"{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":\#(quoted(text))}]}"#
    }

    private func call(_ name: String) -> String {
        #"{"type":"function_call","id":"fc_1","call_id":"call-7","name":"\#(name)","arguments":"{\"day\":\"Friday\"}","status":"completed"}"#
    }

    /// A model that thinks tells so in an item before its words.
    private func response(_ output: [String], status: String = "completed", reason: String? = nil) -> String {
        let items = ([#"{"type":"reasoning","id":"rs_1","summary":[]}"#] + output).joined(separator: ",")
        let details = reason.map { #"{"reason":"\#($0)"}"# } ?? "null"
        return #"""
            {"id":"resp_1","object":"response","created_at":1,"status":"\#(status)","error":null,"incomplete_details":\#(details),\#
            "model":"scripted-1","output":[\#(items)],"usage":{"input_tokens":11,"output_tokens":7,"total_tokens":18}}
            """#
    }
}

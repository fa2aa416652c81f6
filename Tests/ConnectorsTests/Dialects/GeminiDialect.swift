/// Google's Gemini API.
struct GeminiDialect: Dialect {
    var form: String { "gemini" }
    func address(_ root: String) -> String { root }
    var path: String { "/v1beta/models/asked%2F1:generateContent" }
    var streamedPath: String { "/v1beta/models/asked%2F1:streamGenerateContent?alt=sse" }
    var keyField: (name: String, value: String) { ("x-goog-api-key", testKey) }

    func answer(_ text: String) -> String { content([#"{"text":"Let me think.","thought":true}"#, part(text)], reason: "STOP") }
    func toolCall(_ name: String) -> String { content([call(name)], reason: "STOP") }

    func answer(_ text: String, ending: AnswerEnding) -> String {
        switch ending {
        case .tokenLimit: content([part(text)], reason: "MAX_TOKENS")
        case .filtered: content([part(text)], reason: "SAFETY")
        case .refused: #"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":11},"modelVersion":"scripted-1"}"#
        }
    }

    func error(_ kind: ErrorKind, _ message: String) -> String {
        let (code, status) =
            switch kind {
            case .request: (400, "INVALID_ARGUMENT")
            case .key: (401, "UNAUTHENTICATED")
            case .model: (404, "NOT_FOUND")
            case .busy: (429, "RESOURCE_EXHAUSTED")
            case .overloaded: (503, "UNAVAILABLE")
            case .server: (500, "INTERNAL")
            }
        return #"{"error":{"code":\#(code),"message":\#(quoted(message)),"status":"\#(status)"}}"#
    }

    func stream(_ words: [String]) -> [String] { stream(words, reason: "STOP") }

    func stream(_ words: [String], ending: AnswerEnding) -> [String] {
        switch ending {
        case .tokenLimit: stream(words, reason: "MAX_TOKENS")
        case .filtered: stream(words, reason: "SAFETY")
        case .refused: [event(answer("", ending: .refused))]
        }
    }

    private func stream(_ words: [String], reason: String) -> [String] {
        words.dropLast().map { event(content([part($0)], reason: nil)) } + words.suffix(1).map { event(content([part($0)], reason: reason)) }
    }

    func toolCallStream(_ name: String) -> [String] { [event(content([call(name)], reason: nil)), event(content([part("")], reason: "STOP"))] }

    func failure(_ message: String) -> [String] { [event(error(.overloaded, message))] }

    func resultParts(_ result: String) -> [String] {
        [
            #"{"functionCall":{"id":"call-7","name":"#, #""args":{"day":"Friday"}},"thoughtSignature":"c2ln"}"#,
            #"{"role":"user","parts":[{"functionResponse":{"id":"call-7","name":"#, #""response":{"output":\#(quoted(result))}}}]}"#,
        ]
    }

    func schemaPart(_ json: String) -> String { #""responseMimeType":"application/json","responseJsonSchema":\#(json)"# }

    private func part(_ text: String) -> String { #"{"text":\#(quoted(text))}"# }

    private func call(_ name: String) -> String {
        #"{"functionCall":{"id":"call-7","name":"\#(name)","args":{"day":"Friday"}},"thoughtSignature":"c2ln"}"#
    }

    private func content(_ parts: [String], reason: String?) -> String {
        let finish = reason.map { #","finishReason":"\#($0)""# } ?? ""
        return #"""
            {"candidates":[{"content":{"parts":[\#(parts.joined(separator: ","))],"role":"model"}\#(finish),"index":0}],\#
            "usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":4,"thoughtsTokenCount":3,"totalTokenCount":18},"modelVersion":"scripted-1"}
            """#
    }
}

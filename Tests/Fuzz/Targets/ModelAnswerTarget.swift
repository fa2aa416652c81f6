import Domain
import NIOCore
import NIOHTTP1

@testable import Connectors

extension FuzzTarget {
    /// What a server of models answers, whole, streamed and as an error. The first byte says which, and how its provider speaks.
    static let modelAnswer = FuzzTarget(
        "model-answer", longest: 1 << 20,
        words: [
            "data: ", "event: ", "\n\n", "\r\n\r\n", ": ", "[DONE]", "{\"choices\":[{\"delta\":{\"content\":\"", "\"}}]}",
            "\"tool_calls\":[{\"index\":", "\"function\":",
            "\"arguments\":\"", "\"finish_reason\":\"stop\"", "\"usage\":", "\"prompt_tokens\":", "{\"type\":\"content_block_delta\",",
            "\"candidates\"", "\"parts\"",
            "\"functionCall\"", "response.output_text.delta", "\"error\":{\"message\":\"", "message_stop", "9223372036854775808", "-1", "1e400",
            "null", "\"retryDelay\":\"23s\"",
            "Sun, 06 Nov 1994 08:49:37 GMT",
        ]
    ) { bytes in
        guard let first = bytes.first else { return }
        let wire = wires[Int(first) / 3 % wires.count]
        let body = Array(bytes.dropFirst())
        switch first % 3 {
        case 0: try check { try wire.read(ByteBuffer(bytes: body), into: &$0) }
        case 1: try checkStream(body, wire, pieceSize: 1 + Int(first) % 11)
        default: checkError(body, wire)
        }
    }

    private static let wires: [any WireFormat] = [OpenAIChat(), OpenAIResponses(), AnthropicMessages(), GeminiContent()]
    private static let sentence = Sentence(
        server: ServerName("https://api.example.com"), secret: "sk-secret", names: .init(key: "KEY", model: "MODEL", address: "URL"))
    private static let request = CompletionRequest(
        messages: [.init(.user, "Hello")], tools: [ToolDefinition(name: "find_contacts", description: "", parameters: "{}")])

    private static func check(_ read: (inout AnswerDraft) throws -> Void) throws {
        var answer = AnswerDraft()
        do { try read(&answer) } catch { return }
        try checkCompletion(of: answer)
    }

    private static func checkCompletion(of answer: AnswerDraft) throws {
        guard let completion = try? answer.completion(to: request, model: "m", sentence) else { return }
        try hold(!completion.text.isEmpty || !completion.toolCalls.isEmpty, "an answer says something")
        try hold(completion.toolCalls.allSatisfy { !$0.name.isEmpty }, "a call of a tool names it")
    }

    /// Events are the same however the stream is cut, and each is read.
    private static func checkStream(_ body: [UInt8], _ wire: any WireFormat, pieceSize: Int) throws {
        let whole = events(of: body, inPiecesOf: max(1, body.count))
        if body.count < 1000 { try hold(events(of: body, inPiecesOf: pieceSize) == whole, "a stream reads the same in pieces of any size") }
        var answer = AnswerDraft()
        var heard = ""
        for event in whole {
            do { try wire.read(event, into: &answer) } catch { return }
            switch answer.takeFresh() {
            case .text(let words)?: heard += words
            case .restart?: heard = ""
            case .completion?, nil: break
            }
            if answer.isWhole { break }
        }
        _ = heard
        try checkCompletion(of: answer)
    }

    private static func events(of body: [UInt8], inPiecesOf size: Int) -> [ServerSentEvent] {
        var reader = ServerSentEvents()
        var events: [ServerSentEvent] = []
        var rest = body[...]
        while !rest.isEmpty {
            reader.feed(ByteBuffer(bytes: rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let event = reader.next() { events.append(event) }
        }
        return events
    }

    private static func checkError(_ body: [UInt8], _ wire: any WireFormat) {
        let line = String(decoding: body.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let headers: HTTPHeaders = ["retry-after": line]
        for status in [400, 429] {
            _ = ProviderFault(
                status: status, headers: headers, body: ByteBuffer(bytes: body), wire: wire, sentence: sentence, now: FuzzDatabase.now)
        }
    }
}

import Domain
import NIOCore

extension LLMConnector {
    static let anthropic = LLMConnector(
        name: "anthropic", prefix: "ANTHROPIC", title: "Anthropic", defaultURL: "https://api.anthropic.com", defaultModel: "claude-haiku-4-5",
        needsKey: .atDefaultAddress, exampleKey: "sk-ant-..."
    ) { _ in AnthropicMessages() }
}

/// `POST /v1/messages` of Anthropic.
struct AnthropicMessages: WireFormat {
    let answerName = "message of Anthropic's"
    let headers: [(name: String, value: String)] = [("anthropic-version", "2023-06-01")]

    func path(model: String, streamed: Bool) -> String { "/v1/messages" }
    func authorization(_ key: String) -> (name: String, value: String) { ("x-api-key", key) }

    func read(_ body: ByteBuffer, into answer: inout AnswerDraft) throws {
        let message = try MessageDocument(document(body))
        if let error = message.error { throw error }
        guard let content = message.content else { throw MissingPart("content") }
        for (place, block) in content.enumerated() { read(block, at: place, into: &answer) }
        read(message, into: &answer)
    }

    /// A stream tells its parts by number, and says what it has used twice: what went in first, what came out last.
    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws {
        let event = try EventDocument(document(event))
        switch event.type {
        case "message_start": if let message = event.message { read(message, into: &answer) }
        case "content_block_start": if let block = event.block { begin(block, at: event.index, into: &answer) }
        case "content_block_delta":
            answer.add(event.delta?.text)
            if let json = event.delta?.partialJSON { answer.calls[event.index]?.arguments += json }
        case "message_delta":
            if let reason = event.delta?.stopReason { end(reason, &answer) }
            if let usage = event.usage { count(usage, &answer) }
        case "message_stop": answer.isWhole = true
        case "error": throw event.error ?? SaidError(message: "")
        default: break
        }
    }

    func meaning(of error: SaidError, status: Int?) -> ErrorMeaning? {
        switch error.type {
        case "billing_error": .unpaid
        case "invalid_request_error" where error.message.contains("credit balance"): .unpaid
        case "overloaded_error", "api_error", "rate_limit_error", "timeout_error": .busy()
        case "authentication_error", "permission_error": .keyRefused
        default: nil
        }
    }

    private func read(_ message: MessageDocument, into answer: inout AnswerDraft) {
        answer.model = message.model
        if let usage = message.usage { count(usage, &answer) }
        if let reason = message.stopReason { end(reason, &answer) }
    }

    private func read(_ block: MessageDocument.Block, at place: Int, into answer: inout AnswerDraft) {
        begin(block, at: place, into: &answer)
        if let input = block.input { answer.calls[place]?.arguments = text(of: input) }
    }

    /// The input of a block that begins is empty: it follows in pieces.
    private func begin(_ block: MessageDocument.Block, at place: Int, into answer: inout AnswerDraft) {
        switch block.type {
        case "text": answer.add(block.text)
        case "tool_use": answer.calls[place] = AnswerDraft.Call(id: block.id ?? "", name: block.name ?? "")
        default: break
        }
    }

    private func end(_ reason: String, _ answer: inout AnswerDraft) {
        switch reason {
        case "refusal":
            answer.ending = .complete
            answer.refusal = "its rules forbid it"
        case "max_tokens", "model_context_window_exceeded": answer.ending = .tokenLimit
        case "tool_use": answer.ending = .tools
        default: answer.ending = .complete
        }
    }

    private func count(_ usage: MessageDocument.Usage, _ answer: inout AnswerDraft) {
        answer.tokensIn = usage.input ?? answer.tokensIn
        answer.tokensOut = usage.output ?? answer.tokensOut
    }

    private func text(of input: JSONValue) -> String {
        var json = JSONWriter(capacity: 64)
        json.value(input)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

private struct MessageDocument {
    struct Block {
        var type: String?
        var text: String?
        var id: String?
        var name: String?
        var input: JSONValue?

        init(_ json: JSONValue) throws {
            type = try json.text("type")
            text = try json.text("text")
            id = try json.text("id")
            name = try json.text("name")
            input = try json.member("input")
        }
    }
    struct Usage {
        /// What was taken from a cache, or put there, was read as well; without a part of it nobody knows how much that was.
        var input: Int64?
        var output: Int64?

        init(_ json: JSONValue) throws {
            let cached = try ["cache_creation_input_tokens", "cache_read_input_tokens"].map { try json.member($0) == nil ? 0 : json.tokens($0) }
            input = try cached.reduce(json.tokens("input_tokens")) { sum, part in sum.flatMap { sum in part.map { sum + $0 } } }
            output = try json.tokens("output_tokens")
        }
    }

    var content: [Block]?
    var model: String?
    var stopReason: String?
    var usage: Usage?
    var error: SaidError?

    init(_ json: JSONValue) throws {
        content = try json.list("content", of: Block.init)
        model = try json.text("model")
        stopReason = try json.text("stop_reason")
        usage = try json.member("usage").map(Usage.init)
        error = try json.member("error").map(SaidError.init)
    }
}

private struct EventDocument {
    struct Delta {
        var text: String?
        var partialJSON: String?
        var stopReason: String?

        init(_ json: JSONValue) throws {
            text = try json.text("text")
            partialJSON = try json.text("partial_json")
            stopReason = try json.text("stop_reason")
        }
    }

    var type: String?
    var index: Int
    var message: MessageDocument?
    var block: MessageDocument.Block?
    var delta: Delta?
    var usage: MessageDocument.Usage?
    var error: SaidError?

    init(_ json: JSONValue) throws {
        type = try json.text("type")
        index = try Int(json.integer("index") ?? 0)
        message = try json.member("message").map(MessageDocument.init)
        block = try json.member("content_block").map(MessageDocument.Block.init)
        delta = try json.member("delta").map(Delta.init)
        usage = try json.member("usage").map(MessageDocument.Usage.init)
        error = try json.member("error").map(SaidError.init)
    }
}

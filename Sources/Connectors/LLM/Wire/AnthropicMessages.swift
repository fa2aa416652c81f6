import Domain
import Foundation
import NIOCore
import NIOFoundationCompat

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
        let message = try JSONDecoder().decode(MessageDocument.self, from: body)
        if let error = message.error { throw error }
        guard let content = message.content else { throw MissingPart("content") }
        for (place, block) in content.enumerated() { read(block, at: place, into: &answer) }
        read(message, into: &answer)
    }

    /// A stream tells its parts by number, and says what it has used twice: what went in first, what came out last.
    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws {
        let event = try document(EventDocument.self, of: event)
        switch event.type {
        case "message_start": if let message = event.message { read(message, into: &answer) }
        case "content_block_start": if let block = event.content_block { begin(block, at: event.index ?? 0, into: &answer) }
        case "content_block_delta":
            answer.add(event.delta?.text)
            if let json = event.delta?.partial_json { answer.calls[event.index ?? 0]?.arguments += json }
        case "message_delta":
            if let reason = event.delta?.stop_reason { end(reason, &answer) }
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
        if let reason = message.stop_reason { end(reason, &answer) }
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

    /// What was taken from a cache, or put there, was read as well.
    private func count(_ usage: MessageDocument.Usage, _ answer: inout AnswerDraft) {
        if let read = usage.input_tokens {
            answer.tokensIn = read + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0)
        }
        answer.tokensOut = usage.output_tokens ?? answer.tokensOut
    }

    private func text(of input: JSONValue) -> String {
        var json = JSONWriter(capacity: 64)
        json.value(input)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

private struct MessageDocument: Decodable {
    struct Block: Decodable {
        var type: String?
        var text: String?
        var id: String?
        var name: String?
        var input: JSONValue?
    }
    struct Usage: Decodable {
        var input_tokens: Int64?
        var cache_creation_input_tokens: Int64?
        var cache_read_input_tokens: Int64?
        var output_tokens: Int64?
    }

    var content: [Block]?
    var model: String?
    var stop_reason: String?
    var usage: Usage?
    var error: SaidError?
}

private struct EventDocument: Decodable {
    struct Delta: Decodable {
        var text: String?
        var partial_json: String?
        var stop_reason: String?
    }

    var type: String?
    var index: Int?
    var message: MessageDocument?
    var content_block: MessageDocument.Block?
    var delta: Delta?
    var usage: MessageDocument.Usage?
    var error: SaidError?
}

import Domain
import NIOCore

extension LLMConnector {
    static let openAI = LLMConnector(
        name: "openai", prefix: "OPENAI", title: "OpenAI", defaultURL: "https://api.openai.com/v1", defaultModel: "gpt-4o-mini",
        needsKey: .atDefaultAddress, exampleKey: "sk-..."
    ) { _ in OpenAIChat() }
}

/// `POST /chat/completions`, of OpenAI and of all servers that speak the same.
struct OpenAIChat: WireFormat {
    let answerName = "chat completion"

    func path(model: String, streamed: Bool) -> String { "/chat/completions" }
    func authorization(_ key: String) -> (name: String, value: String) { ("Authorization", "Bearer \(key)") }

    func outputLimit(of request: CompletionRequest, model: String) -> Int { request.maxTokens + (thinksFirst(model) ? roomForThinking : 0) }

    func takesTemperature(model: String) -> Bool { !thinksFirst(model) }

    func write(_ request: CompletionRequest, model: String, streamed: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.field("model", model)
            json.key("messages")
            json.array { json in for message in request.messages { json.object { write(message, to: &$0) } } }
            // `max_tokens` is the name that every compatible server knows; OpenAI's own thinking models refuse it.
            json.field(thinksFirst(model) ? "max_completion_tokens" : "max_tokens", Int64(outputLimit(of: request, model: model)))
            if let temperature = request.temperature { json.field("temperature", decimal: temperature) }
            write(request.tools, to: &json)
            if let schema = request.schema { write(schema, to: &json) }
            if streamed {
                json.field("stream", true)
                json.key("stream_options")
                json.object { $0.field("include_usage", true) }
            }
        }
    }

    func read(_ body: ByteBuffer, into answer: inout AnswerDraft) throws {
        let chat = try ChatDocument(document(body))
        try read(chat, into: &answer)
        guard !chat.choices.isEmpty else { throw MissingPart("a choice") }
    }

    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws {
        if event.data == "[DONE]" { return answer.isWhole = true }
        try read(ChatDocument(document(event)), into: &answer)
    }

    func meaning(of error: SaidError, status: Int?) -> ErrorMeaning? {
        let said = [error.code, error.type]
        if said.contains("insufficient_quota") { return .unpaid }
        if said.contains("content_filter") { return .filtered }
        // Within an answer, where no status tells it.
        return status == nil && !passing.isDisjoint(with: said) ? .busy() : nil
    }

    private func read(_ chat: ChatDocument, into answer: inout AnswerDraft) throws {
        if let error = chat.error { throw error }
        answer.model = chat.model ?? answer.model
        answer.tokensIn = chat.tokensIn ?? answer.tokensIn
        answer.tokensOut = chat.tokensOut ?? answer.tokensOut
        guard let choice = chat.choices.first else { return }
        if let message = choice.delta ?? choice.message {
            answer.add(message.content)
            answer.refusal += message.refusal ?? ""
            for (place, call) in message.toolCalls.enumerated() { read(call, at: call.index ?? place, into: &answer) }
        }
        switch choice.finishReason {
        case "content_filter": answer.ending = .filtered
        case "length": answer.ending = .tokenLimit
        case "tool_calls", "function_call": answer.ending = .tools
        // Of servers that pass on what others write, when those break off.
        case "error": throw SaidError(message: "it broke off")
        case .some: answer.ending = .complete
        case nil: break
        }
    }

    private func read(_ call: ChatDocument.Call, at place: Int, into answer: inout AnswerDraft) {
        var known = answer.calls[place] ?? AnswerDraft.Call(id: call.id ?? "call-\(place)", name: "")
        known.name += call.name ?? ""
        known.arguments += call.arguments ?? ""
        answer.calls[place] = known
    }
}

private let passing: Set<String?> = ["server_error", "rate_limit_exceeded", "overloaded_error"]

/// An answer, or a piece of one. Everything may be missing: servers differ.
private struct ChatDocument {
    struct Choice {
        var message: Message?
        var delta: Message?
        var finishReason: String?

        init(_ json: JSONValue) throws {
            message = try json.member("message").map(Message.init)
            delta = try json.member("delta").map(Message.init)
            finishReason = try json.text("finish_reason")
        }
    }
    struct Message {
        var content: String?
        var refusal: String?
        var toolCalls: [Call]

        init(_ json: JSONValue) throws {
            content = try json.text("content")
            refusal = try json.text("refusal")
            toolCalls = try json.list("tool_calls", of: Call.init) ?? []
        }
    }
    struct Call {
        var index: Int?
        var id: String?
        var name: String?
        var arguments: String?

        init(_ json: JSONValue) throws {
            index = try json.integer("index").map(Int.init)
            id = try json.text("id")
            let function = try json.member("function")
            name = try function?.text("name")
            arguments = try function?.text("arguments")
        }
    }

    var choices: [Choice]
    var model: String?
    var tokensIn: Int64?
    var tokensOut: Int64?
    var error: SaidError?

    init(_ json: JSONValue) throws {
        choices = try json.list("choices", of: Choice.init) ?? []
        model = try json.text("model")
        let usage = try json.member("usage")
        tokensIn = try usage?.tokens("prompt_tokens")
        tokensOut = try usage?.tokens("completion_tokens")
        error = try json.member("error").map(SaidError.init)
    }
}

import Domain
import NIOCore

extension LLMConnector {
    static let openAIResponses = LLMConnector(
        name: "openai-responses", prefix: "OPENAI", title: "OpenAI", defaultURL: "https://api.openai.com/v1", defaultModel: "gpt-4o-mini",
        needsKey: .atDefaultAddress, exampleKey: "sk-..."
    ) { _ in OpenAIResponses() }
}

/// `POST /responses` of OpenAI.
struct OpenAIResponses: WireFormat {
    let answerName = "response of OpenAI's"

    func path(model: String, streamed: Bool) -> String { "/responses" }
    func authorization(_ key: String) -> (name: String, value: String) { ("Authorization", "Bearer \(key)") }

    func read(_ body: ByteBuffer, into answer: inout AnswerDraft) throws {
        try read(ResponseDocument(document(body)), into: &answer)
    }

    /// Words come in pieces; the last event holds the whole answer once more.
    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws {
        let event = try EventDocument(document(event))
        switch event.type {
        case "response.output_text.delta": answer.add(event.delta)
        case "response.completed", "response.incomplete", "response.failed":
            guard let response = event.response else { throw MissingPart("its response") }
            var whole = AnswerDraft()
            try read(response, into: &whole)
            answer.replace(with: whole)
            answer.isWhole = true
        case "error": throw event.error ?? SaidError(message: event.message ?? "", code: event.code)
        default: break
        }
    }

    func meaning(of error: SaidError, status: Int?) -> ErrorMeaning? { OpenAIChat().meaning(of: error, status: status) }

    private func read(_ response: ResponseDocument, into answer: inout AnswerDraft) throws {
        if let error = response.error { throw error }
        guard let output = response.output else { throw MissingPart("output") }
        answer.model = response.model
        answer.tokensIn = response.tokensIn
        answer.tokensOut = response.tokensOut
        for (place, item) in output.enumerated() { read(item, at: place, into: &answer) }
        switch (response.status, response.incompleteReason) {
        case ("incomplete", "content_filter"): answer.ending = .filtered
        case ("incomplete", _): answer.ending = .tokenLimit
        case ("completed", _), (nil, _): answer.ending = .complete
        default: throw SaidError(message: "status \(response.status ?? "")")
        }
    }

    private func read(_ item: ResponseDocument.Item, at place: Int, into answer: inout AnswerDraft) {
        switch item.type {
        case "message":
            for part in item.content {
                answer.add(part.text)
                answer.refusal += part.refusal ?? ""
            }
        case "function_call":
            answer.calls[place] = AnswerDraft.Call(id: item.callID ?? "call-\(place)", name: item.name ?? "", arguments: item.arguments ?? "")
        default: break
        }
    }
}

private struct ResponseDocument {
    struct Item {
        var type: String?
        var content: [Part]
        var callID: String?
        var name: String?
        var arguments: String?

        init(_ json: JSONValue) throws {
            type = try json.text("type")
            content = try json.list("content", of: Part.init) ?? []
            callID = try json.text("call_id")
            name = try json.text("name")
            arguments = try json.text("arguments")
        }
    }
    struct Part {
        var text: String?
        var refusal: String?

        init(_ json: JSONValue) throws {
            text = try json.text("text")
            refusal = try json.text("refusal")
        }
    }

    var status: String?
    var output: [Item]?
    var incompleteReason: String?
    var tokensIn: Int64?
    var tokensOut: Int64?
    var model: String?
    var error: SaidError?

    init(_ json: JSONValue) throws {
        status = try json.text("status")
        output = try json.list("output", of: Item.init)
        incompleteReason = try json.member("incomplete_details")?.text("reason")
        let usage = try json.member("usage")
        tokensIn = try usage?.tokens("input_tokens")
        tokensOut = try usage?.tokens("output_tokens")
        model = try json.text("model")
        error = try json.member("error").map(SaidError.init)
    }
}

private struct EventDocument {
    var type: String?
    /// Of several kinds of events; words only in one of them.
    var delta: String?
    var response: ResponseDocument?
    var code: String?
    var message: String?
    var error: SaidError?

    init(_ json: JSONValue) throws {
        type = try json.text("type")
        delta = try json.text("delta")
        response = try json.member("response").map(ResponseDocument.init)
        code = try json.text("code")
        message = try json.text("message")
        error = try json.member("error").map(SaidError.init)
    }
}

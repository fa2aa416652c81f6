import Domain
import Foundation
import NIOCore
import NIOFoundationCompat

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
        try read(JSONDecoder().decode(ResponseDocument.self, from: body), into: &answer)
    }

    /// Words come in pieces; the last event holds the whole answer once more.
    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws {
        let event = try document(EventDocument.self, of: event)
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
        answer.tokensIn = response.usage?.input_tokens
        answer.tokensOut = response.usage?.output_tokens
        for (place, item) in output.enumerated() { read(item, at: place, into: &answer) }
        switch (response.status, response.incomplete_details?.reason) {
        case ("incomplete", "content_filter"): answer.ending = .filtered
        case ("incomplete", _): answer.ending = .tokenLimit
        case ("completed", _), (nil, _): answer.ending = .complete
        default: throw SaidError(message: "status \(response.status ?? "")")
        }
    }

    private func read(_ item: ResponseDocument.Item, at place: Int, into answer: inout AnswerDraft) {
        switch item.type {
        case "message":
            for part in item.content ?? [] {
                answer.add(part.text)
                answer.refusal += part.refusal ?? ""
            }
        case "function_call":
            answer.calls[place] = AnswerDraft.Call(id: item.call_id ?? "call-\(place)", name: item.name ?? "", arguments: item.arguments ?? "")
        default: break
        }
    }
}

private struct ResponseDocument: Decodable {
    struct Item: Decodable {
        struct Part: Decodable {
            var text: String?
            var refusal: String?
        }
        var type: String?
        var content: [Part]?
        var call_id: String?
        var name: String?
        var arguments: String?
    }
    struct Incomplete: Decodable { var reason: String? }
    struct Usage: Decodable {
        var input_tokens: Int64?
        var output_tokens: Int64?
    }

    var status: String?
    var output: [Item]?
    var incomplete_details: Incomplete?
    var usage: Usage?
    var model: String?
    var error: SaidError?
}

private struct EventDocument: Decodable {
    var type: String?
    /// Of several kinds of events; words only in one of them.
    var delta: String?
    var response: ResponseDocument?
    var code: String?
    var message: String?
    var error: SaidError?
}

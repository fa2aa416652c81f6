import Domain
import Foundation
import NIOCore
import NIOFoundationCompat

extension LLMConnector {
    static let gemini = LLMConnector(
        name: "gemini", prefix: "GEMINI", title: "Google Gemini", defaultURL: "https://generativelanguage.googleapis.com",
        defaultModel: "gemini-2.5-flash", needsKey: .atDefaultAddress, exampleKey: "AIza..."
    ) { _ in GeminiContent() }
}

/// `generateContent` of Google's Gemini API.
struct GeminiContent: WireFormat {
    let answerName = "answer of Gemini's"

    func path(model: String, streamed: Bool) -> String {
        "/v1beta/models/\(pathPart(model)):" + (streamed ? "streamGenerateContent?alt=sse" : "generateContent")
    }

    func authorization(_ key: String) -> (name: String, value: String) { ("x-goog-api-key", key) }

    func read(_ body: ByteBuffer, into answer: inout AnswerDraft) throws {
        try read(JSONDecoder().decode(ContentDocument.self, from: body), into: &answer)
        if answer.ending == nil, answer.text.isEmpty, answer.calls.isEmpty { throw MissingPart("a candidate") }
    }

    /// Each event is an answer of its own, with what is new; the last says why it ends, and then the connection ends.
    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws {
        try read(document(ContentDocument.self, of: event), into: &answer)
    }

    func meaning(of error: SaidError, status: Int?) -> ErrorMeaning? {
        if error.details?.contains(where: { $0.reason == "API_KEY_INVALID" }) == true { return .keyRefused }
        switch error.status {
        case "RESOURCE_EXHAUSTED": return .busy(after: error.details?.lazy.compactMap { $0.retryDelay.flatMap(duration) }.first)
        case "UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED": return .busy()
        case "UNAUTHENTICATED", "PERMISSION_DENIED": return .keyRefused
        default: return nil
        }
    }

    private func read(_ document: ContentDocument, into answer: inout AnswerDraft) throws {
        if let error = document.error { throw error }
        answer.model = document.modelVersion ?? answer.model
        if let usage = document.usageMetadata { count(usage, &answer) }
        if document.promptFeedback?.blockReason != nil { answer.ending = .filtered }
        guard let candidate = document.candidates?.first else { return }
        for part in candidate.content?.parts ?? [] where part.thought != true { read(part, into: &answer) }
        if let reason = candidate.finishReason { answer.ending = ending(reason) }
    }

    private func read(_ part: ContentDocument.Part, into answer: inout AnswerDraft) {
        answer.add(part.text)
        guard let call = part.functionCall else { return }
        let place = answer.calls.count
        var json = JSONWriter(capacity: 64)
        json.value(call.args ?? [:])
        answer.calls[place] = AnswerDraft.Call(
            id: call.id ?? "\(ownID)\(place)", name: call.name ?? "", arguments: String(decoding: json.bytes, as: UTF8.self),
            signature: part.thoughtSignature)
    }

    /// Thinking is paid like writing.
    private func count(_ usage: ContentDocument.Usage, _ answer: inout AnswerDraft) {
        answer.tokensIn = usage.promptTokenCount ?? answer.tokensIn
        if let written = usage.candidatesTokenCount { answer.tokensOut = written + (usage.thoughtsTokenCount ?? 0) }
    }

    private func ending(_ reason: String) -> AnswerDraft.Ending {
        switch reason {
        case "STOP": .complete
        case "MAX_TOKENS": .tokenLimit
        case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL": .tools
        // SAFETY, RECITATION, BLOCKLIST and what is new: the answer ends where it should not.
        default: .filtered
        }
    }
}

/// Begins the id of a call that came without one.
let ownID = "gemini-call-"

/// Such as `23s` or `1.5s`; nobody waits longer than a day.
private func duration(_ text: String) -> Duration? {
    guard text.hasSuffix("s"), let seconds = Double(text.dropLast()), seconds >= 0 else { return nil }
    return .milliseconds(Int64(min(seconds, 86_400) * 1000))
}

private struct ContentDocument: Decodable {
    struct Candidate: Decodable {
        var content: Content?
        var finishReason: String?
    }
    struct Content: Decodable {
        var parts: [Part]?
    }
    struct Part: Decodable {
        var text: String?
        var thought: Bool?
        var functionCall: Call?
        var thoughtSignature: String?
    }
    struct Call: Decodable {
        var id: String?
        var name: String?
        var args: [String: JSONValue]?
    }
    struct Usage: Decodable {
        var promptTokenCount: Int64?
        var candidatesTokenCount: Int64?
        var thoughtsTokenCount: Int64?
    }
    struct Feedback: Decodable {
        var blockReason: String?
    }

    var candidates: [Candidate]?
    var promptFeedback: Feedback?
    var usageMetadata: Usage?
    var modelVersion: String?
    var error: SaidError?
}

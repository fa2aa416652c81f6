import Domain
import NIOCore

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
        try read(ContentDocument(document(body)), into: &answer)
        if answer.ending == nil, answer.text.isEmpty, answer.calls.isEmpty { throw MissingPart("a candidate") }
    }

    /// Each event is an answer of its own, with what is new; the last says why it ends, and then the connection ends.
    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws {
        try read(ContentDocument(document(event)), into: &answer)
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
        if let usage = document.usage { count(usage, &answer) }
        if document.blockReason != nil { answer.ending = .filtered }
        guard let candidate = document.candidates.first else { return }
        for part in candidate.parts where !part.isThought { read(part, into: &answer) }
        if let reason = candidate.finishReason { answer.ending = ending(reason) }
    }

    private func read(_ part: ContentDocument.Part, into answer: inout AnswerDraft) {
        answer.add(part.text)
        guard let call = part.functionCall else { return }
        let place = answer.calls.count
        var json = JSONWriter(capacity: 64)
        json.value(call.arguments)
        answer.calls[place] = AnswerDraft.Call(
            id: call.id ?? "\(ownID)\(place)", name: call.name ?? "", arguments: String(decoding: json.bytes, as: UTF8.self),
            signature: part.thoughtSignature)
    }

    /// Thinking is paid like writing.
    private func count(_ usage: ContentDocument.Usage, _ answer: inout AnswerDraft) {
        answer.tokensIn = usage.prompt ?? answer.tokensIn
        if let written = usage.candidates { answer.tokensOut = written + (usage.thoughts ?? 0) }
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

private struct ContentDocument {
    struct Candidate {
        var parts: [Part]
        var finishReason: String?

        init(_ json: JSONValue) throws {
            parts = try json.member("content")?.list("parts", of: Part.init) ?? []
            finishReason = try json.text("finishReason")
        }
    }
    struct Part {
        var text: String?
        var isThought: Bool
        var functionCall: Call?
        var thoughtSignature: String?

        init(_ json: JSONValue) throws {
            text = try json.text("text")
            isThought = try json.flag("thought") ?? false
            functionCall = try json.member("functionCall").map(Call.init)
            thoughtSignature = try json.text("thoughtSignature")
        }
    }
    struct Call {
        var id: String?
        var name: String?
        var arguments: [String: JSONValue]

        init(_ json: JSONValue) throws {
            id = try json.text("id")
            name = try json.text("name")
            switch try json.member("args") {
            case nil: arguments = [:]
            case .object(let members): arguments = members
            default: throw WrongType(name: "args")
            }
        }
    }
    struct Usage {
        var prompt: Int64?
        var candidates: Int64?
        var thoughts: Int64?

        init(_ json: JSONValue) throws {
            prompt = try json.tokens("promptTokenCount")
            candidates = try json.tokens("candidatesTokenCount")
            thoughts = try json.tokens("thoughtsTokenCount")
        }
    }

    var candidates: [Candidate]
    var blockReason: String?
    var usage: Usage?
    var modelVersion: String?
    var error: SaidError?

    init(_ json: JSONValue) throws {
        candidates = try json.list("candidates", of: Candidate.init) ?? []
        blockReason = try json.member("promptFeedback")?.text("blockReason")
        usage = try json.member("usageMetadata").map(Usage.init)
        modelVersion = try json.text("modelVersion")
        error = try json.member("error").map(SaidError.init)
    }
}

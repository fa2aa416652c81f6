import Domain
import NIOCore

/// How one provider is asked and how it answers: all that differs between them.
protocol WireFormat: Sendable {
    /// What it calls an answer, in errors: "chat completion".
    var answerName: String { get }

    /// What follows the address of the settings.
    func path(model: String, streamed: Bool) -> String
    /// The field that carries the key.
    func authorization(_ key: String) -> (name: String, value: String)
    /// Fields that every request has beside those of all providers.
    var headers: [(name: String, value: String)] { get }
    /// The most tokens that an answer may have, with those that the model thinks.
    func outputLimit(of request: CompletionRequest, model: String) -> Int
    /// Whether a request to the model may hold a temperature.
    func takesTemperature(model: String) -> Bool
    /// Writes the request's body.
    func write(_ request: CompletionRequest, model: String, streamed: Bool, to json: inout JSONWriter)

    /// Reads a whole answer.
    ///
    /// - Throws: `SaidError` where the answer is one, `MissingPart`, `WrongType`, or `JSONReader.Fault`.
    func read(_ body: ByteBuffer, into answer: inout AnswerDraft) throws
    /// Reads one event of a streamed answer; throws as above.
    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws

    /// What an error means beyond its status; nil where the status says it all.
    func meaning(of error: SaidError, status: Int?) -> ErrorMeaning?
}

extension WireFormat {
    var headers: [(name: String, value: String)] { [] }

    func outputLimit(of request: CompletionRequest, model: String) -> Int { request.maxTokens }
    func takesTemperature(model: String) -> Bool { true }
}

/// What may lie behind an error whose status does not show it.
enum ErrorMeaning: Equatable {
    case unpaid
    case keyRefused
    /// What was asked is not answered, by the provider's rules.
    case filtered
    case busy(after: Duration? = nil)
}

/// An answer without a part that every answer has.
struct MissingPart: Error {
    var name: String
    init(_ name: String) { self.name = name }
}

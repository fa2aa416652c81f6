import AsyncHTTPClient
package import Domain
import Foundation
import NIOCore
import NIOHTTP1

/// Asks a model over HTTP: tries, waits, limits and faults, the same for every provider.
package struct RemoteProvider: LLMProvider {
    package let model: String
    /// What a run records as its writer.
    let name: WriterName
    let settings: ProviderSettings
    let wire: any WireFormat
    let http: LLMHTTPClient
    let clock: WallClock
    let sentence: Sentence
    /// Shared by all who write with this provider; nil where it may be asked as often as anyone likes.
    let limiter: RateLimiter?
    /// Nil where nobody keeps books.
    let ledger: (any CallLedger)?
    private let backoff: Backoff
    /// Without bodies: their address is parsed once.
    private let plain: HTTPClient.Request
    private let streamed: HTTPClient.Request

    /// - Parameter http: shared with others, and shut down by whoever made it.
    /// - Throws: `ValidationError` where the address is not one of http or https, or the key can't be sent in a header.
    init(
        name: WriterName, settings: ProviderSettings, wire: any WireFormat, http: LLMHTTPClient, clock: WallClock, backoff: Backoff,
        limiter: RateLimiter?, ledger: (any CallLedger)?
    ) throws(ValidationError) {
        self.model = settings.model
        self.name = name
        self.settings = settings
        self.wire = wire
        self.http = http
        self.clock = clock
        self.backoff = backoff
        self.limiter = limiter
        self.ledger = ledger
        sentence = Sentence(server: ServerName(settings.baseURL), secret: settings.apiKey, names: settings.names)
        plain = try emptyRequest(settings, wire, streamed: false)
        streamed = try emptyRequest(settings, wire, streamed: true)
    }

    package func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        let request = request.asked(by: settings.options)
        var deadline = self.deadline
        let call = preparedCall(request, streamed: false)
        var retry = 0
        while true {
            do throws(ProviderFault) {
                return try await limiter.attempt(request, deadline: &deadline, patience: settings.totalTimeout, sentence) {
                    deadline throws(ProviderFault) in try await attempt(call, request, deadline: deadline)
                }
            } catch {
                try await waitBeforeRetry(retry, after: error, deadline: deadline)
                retry += 1
            }
        }
    }

    package func stream(_ request: CompletionRequest) -> CompletionStream {
        CompletionStream { AnswerStream(provider: self, request: request.asked(by: settings.options)) }
    }

    /// When a message that is begun now has to be whole.
    var deadline: NIODeadline { .now() + TimeAmount(settings.totalTimeout) }

    /// Throws the fault's error where another try is not allowed, would be useless or would come too late.
    func waitBeforeRetry(_ retry: Int, after fault: ProviderFault, deadline: NIODeadline) async throws(LLMError) {
        guard fault.mayPass, retry < settings.maxRetries else { throw fault.error }
        let wait = backoff.wait(beforeRetry: retry, askedFor: fault.askedFor)
        guard NIODeadline.now() + TimeAmount(wait) < deadline else { throw fault.error }
        do { try await clock.sleep(wait) } catch { throw .cancelled }
    }

    func preparedCall(_ request: CompletionRequest, streamed: Bool) -> HTTPClient.Request {
        let texts = request.messages.reduce(0) { $0 + $1.content.utf8.count } + request.tools.reduce(0) { $0 + $1.parameters.utf8.count }
        var json = JSONWriter(capacity: 2 * texts + 1024)
        wire.write(request, model: model, streamed: streamed, to: &json)
        var call = streamed ? self.streamed : plain
        call.body = .byteBuffer(ByteBuffer(bytes: json.bytes))
        return call
    }
}

private func emptyRequest(_ settings: ProviderSettings, _ wire: any WireFormat, streamed: Bool) throws(ValidationError) -> HTTPClient.Request {
    let base = settings.baseURL.hasSuffix("/") ? String(settings.baseURL.dropLast()) : settings.baseURL
    var headers = try requestHeaders(settings, wire)
    headers.add(name: "Accept", value: streamed ? "text/event-stream" : "application/json")
    let url = base + wire.path(model: settings.model, streamed: streamed)
    guard let request = try? HTTPClient.Request(url: url, method: .POST, headers: headers) else {
        throw ValidationError(field: settings.names.address, "is no http or https address; write for example https://llm.example/v1")
    }
    return request
}

private func requestHeaders(_ settings: ProviderSettings, _ wire: any WireFormat) throws(ValidationError) -> HTTPHeaders {
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    for header in wire.headers { headers.add(name: header.name, value: header.value) }
    guard let key = settings.apiKey else { return headers }
    guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw ValidationError(
            field: settings.names.key, "holds a space, a line end or another character that no key has; copy it again, such as sk-...")
    }
    let header = wire.authorization(key)
    headers.add(name: header.name, value: header.value)
    return headers
}

/// Whatever prints or dumps something that holds a provider, such as a log of services, shows its settings' description
/// and not the header with the key.
extension RemoteProvider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "RemoteProvider(\(settings))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

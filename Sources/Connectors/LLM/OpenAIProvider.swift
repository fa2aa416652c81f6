package import AsyncHTTPClient
package import Domain
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Chat completions of OpenAI, or of any server that speaks them.
package struct OpenAIProvider: LLMProvider {
    package let model: String
    private let settings: OpenAISettings
    private let http: LLMHTTPClient
    private let clock: WallClock
    private let backoff: Backoff
    private let sentence: Sentence
    /// Shared by all who write with this provider; nil where it may be asked as often as anyone likes.
    private let limiter: RateLimiter?
    /// All of a request but its body.
    private let request: HTTPClient.Request

    /// - Parameter http: shared with others, and shut down by whoever made it.
    /// - Throws: `ValidationError` where the address is not one of http or https, or the key can't be sent in a header.
    package init(
        settings: OpenAISettings, http: LLMHTTPClient, clock: WallClock, backoff: Backoff = Backoff()
    ) throws(ValidationError) {
        self.model = settings.model
        self.settings = settings
        self.http = http
        self.clock = clock
        self.backoff = backoff
        sentence = Sentence(server: ServerName(settings.baseURL), secret: settings.apiKey)
        limiter = RateLimiter(settings.limits, clock: clock)
        request = try chatRequest(for: settings)
    }

    package func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        var deadline = NIODeadline.now() + TimeAmount(settings.totalTimeout)
        var call = self.request
        call.body = .byteBuffer(ByteBuffer(bytes: ChatRequest(request, model: model).json))
        var retry = 0
        while true {
            do throws(ProviderFault) {
                return try await limiter.attempt(request, deadline: &deadline, patience: settings.totalTimeout, sentence) {
                    deadline throws(ProviderFault) in try await send(call, deadline: deadline)
                }
            } catch {
                try await waitBeforeRetry(retry, after: error, deadline: deadline)
                retry += 1
            }
        }
    }

    /// Throws the fault's error where another try is not allowed, would be useless or would come too late.
    private func waitBeforeRetry(_ retry: Int, after fault: ProviderFault, deadline: NIODeadline) async throws(LLMError) {
        guard fault.mayPass, retry < settings.maxRetries else { throw fault.error }
        let wait = backoff.wait(beforeRetry: retry, askedFor: fault.askedFor)
        guard NIODeadline.now() + TimeAmount(wait) < deadline else { throw fault.error }
        do { try await clock.sleep(wait) } catch { throw .cancelled }
    }

    private func send(_ call: HTTPClient.Request, deadline: NIODeadline) async throws(ProviderFault) -> Completion {
        let response = try await response(to: call, deadline: deadline)
        guard (200..<300).contains(response.status.code) else {
            throw ProviderFault(response, sentence: sentence, now: clock.now())
        }
        do throws(LLMError) {
            return try ChatAnswer(model: model, sentence: sentence).completion(from: response.body ?? ByteBuffer())
        } catch {
            throw .final(error)
        }
    }

    /// The whole answer. The client's deadline covers its body too, which the newer `execute` leaves out.
    private func response(to call: HTTPClient.Request, deadline: NIODeadline) async throws(ProviderFault) -> HTTPClient.Response {
        if Task.isCancelled { throw .final(.cancelled) }
        let answer = ResponseAccumulator(request: call, maxBodySize: largestAnswer)
        let task = http.execute(call, delegate: answer, deadline: deadline)
        do {
            return try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw ProviderFault(error, sentence: sentence, totalTimeout: settings.totalTimeout)
        }
    }
}

private let largestAnswer = 4 * 1024 * 1024

private func chatRequest(for settings: OpenAISettings) throws(ValidationError) -> HTTPClient.Request {
    let base = settings.baseURL.hasSuffix("/") ? String(settings.baseURL.dropLast()) : settings.baseURL
    let headers = try headers(for: settings)
    do {
        return try HTTPClient.Request(url: base + "/chat/completions", method: .POST, headers: headers)
    } catch {
        throw ValidationError(field: "OPENAI_BASE_URL", "is no http or https address; write for example \(OpenAISettings.defaultBaseURL)")
    }
}

private func headers(for settings: OpenAISettings) throws(ValidationError) -> HTTPHeaders {
    var headers: HTTPHeaders = ["Content-Type": "application/json", "Accept": "application/json"]
    guard let key = settings.apiKey else { return headers }
    guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw ValidationError(
            field: "OPENAI_API_KEY", "holds a space, a line end or another character that no key has; copy it again, such as sk-...")
    }
    headers.add(name: "Authorization", value: "Bearer \(key)")
    return headers
}

/// Whatever prints or dumps something that holds a provider, such as a log of services, shows its settings' description
/// and not the header with the key.
extension OpenAIProvider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "OpenAIProvider(\(settings))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

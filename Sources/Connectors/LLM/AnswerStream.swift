import AsyncHTTPClient
import Domain
import NIOCore

/// Reads one streamed answer. Until its first words have gone out a fault that may pass is tried again; never afterwards,
/// because the reader has seen them.
final class AnswerStream: CompletionSource {
    private let provider: RemoteProvider
    private let request: CompletionRequest
    private var call: (request: HTTPClient.Request, deadline: NIODeadline)?
    private var reading: StreamReading?
    private var retry = 0
    private var hasGivenWords = false
    private var isOver = false

    init(provider: RemoteProvider, request: CompletionRequest) {
        self.provider = provider
        self.request = request
    }

    func next() async throws(LLMError) -> CompletionEvent? {
        if isOver { return nil }
        do throws(LLMError) {
            let event = try await nextEvent()
            if case .completion = event { end() } else { hasGivenWords = true }
            return event
        } catch {
            end()
            throw error
        }
    }

    private func end() {
        isOver = true
        reading = nil
    }

    private func nextEvent() async throws(LLMError) -> CompletionEvent {
        while true {
            let call = try prepared()
            do throws(ProviderFault) {
                return try await attempt(call.request, call.deadline).next()
            } catch {
                reading = nil
                guard !hasGivenWords else { throw error.error }
                try await provider.waitBeforeRetry(retry, after: error, deadline: try prepared().deadline)
                retry += 1
            }
        }
    }

    /// The request and the moment until which all tries together may take.
    private func prepared() throws(LLMError) -> (request: HTTPClient.Request, deadline: NIODeadline) {
        if let call { return call }
        let new = (provider.preparedCall(request, streamed: true), provider.deadline)
        call = new
        return new
    }

    /// The try that is under way, or a new one.
    private func attempt(_ call: HTTPClient.Request, _ deadline: NIODeadline) async throws(ProviderFault) -> StreamReading {
        if let reading { return reading }
        var deadline = deadline
        // Put off by the wait for the limiter, also where the try then fails.
        defer { self.call = (call, deadline) }
        let new = try await provider.limiter.attempt(
            request, deadline: &deadline, patience: provider.settings.totalTimeout, provider.sentence
        ) { deadline throws(ProviderFault) in try await begin(call, deadline) }
        reading = new
        return new
    }

    private func begin(_ call: HTTPClient.Request, _ deadline: NIODeadline) async throws(ProviderFault) -> StreamReading {
        let entry = try await provider.enter(call, request)
        do throws(ProviderFault) {
            let body = try await provider.streamedAttempt(call, deadline: deadline)
            return StreamReading(provider: provider, request: request, body: body, entry: entry)
        } catch {
            entry?.close(error)
            throw error
        }
    }
}

/// One try at a streamed answer, from its first byte to its end.
private final class StreamReading {
    private let provider: RemoteProvider
    private let request: CompletionRequest
    private let body: StreamedBody
    /// Closed by itself where nobody reads on.
    private let entry: BookEntry?
    private var events = ServerSentEvents()
    private var answer = AnswerDraft()

    init(provider: RemoteProvider, request: CompletionRequest, body: StreamedBody, entry: BookEntry?) {
        self.provider = provider
        self.request = request
        self.body = body
        self.entry = entry
    }

    func next() async throws(ProviderFault) -> CompletionEvent {
        do throws(ProviderFault) {
            let event = try await nextEvent()
            if case .completion(let completion) = event { entry?.close(completion) }
            return event
        } catch {
            entry?.close(error)
            throw error
        }
    }

    private func nextEvent() async throws(ProviderFault) -> CompletionEvent {
        while true {
            if let event = answer.takeFresh() { return event }
            if answer.isWhole { return .completion(try completion()) }
            if let event = events.next() { try read(event) } else { try await take() }
        }
    }

    private func read(_ event: ServerSentEvent) throws(ProviderFault) {
        do { try provider.wire.read(event, into: &answer) } catch {
            throw ProviderFault(reading: error, wire: provider.wire, sentence: provider.sentence)
        }
    }

    private func take() async throws(ProviderFault) {
        do {
            if let bytes = try await body.next() { events.feed(bytes) } else { answer.isWhole = true }
        } catch {
            throw provider.fault(error)
        }
    }

    /// Without a reason for its end the answer was cut off, however well the connection was closed.
    private func completion() throws(ProviderFault) -> Completion {
        body.leaveRest()
        guard answer.ending != nil else {
            throw events.hasBeenOne ? .brokenConnection(provider.sentence) : noStream()
        }
        return try provider.completion(answer, to: request)
    }

    private func noStream() -> ProviderFault {
        ProviderFault(reading: NoStream(), wire: provider.wire, sentence: provider.sentence)
    }
}

/// An answer in which there was no event at all.
private struct NoStream: Error {}

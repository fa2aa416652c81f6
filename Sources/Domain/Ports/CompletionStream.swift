/// A piece of an answer that is being written.
package enum CompletionEvent: Equatable, Sendable {
    /// Further words, as they come: neither trimmed nor ever empty.
    case text(String)
    /// The words so far were what the model thought: the answer begins anew.
    case restart
    /// The whole answer, always the last event. Without it there was none, whatever words came before.
    case completion(Completion)
}

/// An answer as it is written. Each iteration asks the model anew; whoever stops iterating ends the call.
package struct CompletionStream: AsyncSequence, Sendable {
    package typealias Element = CompletionEvent
    package typealias Failure = LLMError

    private let begin: @Sendable () -> any CompletionSource

    /// - Parameter begin: starts the call that one iteration reads.
    package init(_ begin: @escaping @Sendable () -> any CompletionSource) { self.begin = begin }

    package func makeAsyncIterator() -> Iterator { Iterator(source: begin()) }

    package struct Iterator: AsyncIteratorProtocol {
        let source: any CompletionSource

        package func next() async throws(LLMError) -> CompletionEvent? { try await source.next() }
    }
}

/// Where the events of one iteration come from; used by one task only.
package protocol CompletionSource: AnyObject {
    /// Nil after the last event.
    func next() async throws(LLMError) -> CompletionEvent?
}

/// A whole answer told as two events.
final class WholeAnswer: CompletionSource {
    private let provider: any LLMProvider
    private let request: CompletionRequest
    private var events: [CompletionEvent]?

    init(provider: any LLMProvider, request: CompletionRequest) {
        self.provider = provider
        self.request = request
    }

    func next() async throws(LLMError) -> CompletionEvent? {
        if events == nil {
            events = []
            let completion = try await provider.complete(request)
            events = completion.text.isEmpty ? [.completion(completion)] : [.text(completion.text), .completion(completion)]
        }
        return events?.isEmpty == false ? events?.removeFirst() : nil
    }
}

package import Domain

/// Providers in the order in which they are asked: each when the one before is out of reach, too slow, too dear for what is
/// left of the budget, or wrongly set up.
///
/// An answer that is no message does not go on to the next: asking elsewhere would hide a refusal. Each link has its own
/// retries and its own time. The answer says which of them wrote it.
package struct ProviderChain: LLMProvider {
    package struct Link: Sendable {
        var name: WriterName
        var provider: any LLMProvider
        /// Nil where it is asked whatever became of the messages before.
        var breaker: CircuitBreaker?

        package init(name: WriterName, provider: any LLMProvider, breaker: CircuitBreaker? = nil) {
            self.name = name
            self.provider = provider
            self.breaker = breaker
        }

        /// - Throws: where the provider is to be left alone.
        func begin() throws(LLMError) -> CircuitBreaker.Call? {
            guard let breaker else { return nil }
            guard let wait = breaker.wait() else { return CircuitBreaker.Call(breaker) }
            throw .unavailable(
                reason: "\(name) has been out of reach for several messages; it is asked again in \(max(1, wait.components.seconds)) seconds.",
                retryAfter: wait)
        }
    }

    package var model: String { links[0].provider.model }
    private let links: [Link]

    /// - Precondition: there is at least one.
    package init(_ links: [Link]) {
        precondition(!links.isEmpty)
        self.links = links
    }

    package func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        var failure: LLMError?
        for (index, link) in links.enumerated() {
            var request = request
            request.hasAlternative = index < links.count - 1
            do throws(LLMError) {
                return try await answer(of: link, to: request)
            } catch {
                failure = try worse(failure, error)
            }
        }
        throw failure ?? .cancelled
    }

    private func answer(of link: Link, to request: CompletionRequest) async throws(LLMError) -> Completion {
        let call = try link.begin()
        do throws(LLMError) {
            var completion = try await link.provider.complete(request)
            call?.record(nil)
            completion.writer = link.name
            return completion
        } catch {
            call?.record(error)
            throw error
        }
    }

    package func stream(_ request: CompletionRequest) -> CompletionStream {
        CompletionStream { [links] in ChainedStream(links: links, request: request) }
    }
}

/// What to say when nobody answers: rather that it may pass than that a budget is used up, and rather that than that somebody
/// must change a setting.
///
/// - Throws: `error` where the next one is not to be asked.
private func worse(_ known: LLMError?, _ error: LLMError) throws(LLMError) -> LLMError {
    switch error {
    case .unusable, .wordless, .cancelled: throw error
    case .unavailable, .timedOut: return error
    case .overBudget: if case .misconfigured? = known { return error } else { return known ?? error }
    case .misconfigured: return known ?? error
    }
}

/// Goes on to the next link until one has said its first words.
private final class ChainedStream: CompletionSource {
    private struct Answering {
        var name: WriterName
        var call: CircuitBreaker.Call?
        var events: CompletionStream.Iterator
    }

    private var links: ArraySlice<ProviderChain.Link>
    private let request: CompletionRequest
    private var current: Answering?
    private var failure: LLMError?
    private var hasGivenWords = false
    private var isOver = false

    init(links: [ProviderChain.Link], request: CompletionRequest) {
        self.links = links[...]
        self.request = request
    }

    func next() async throws(LLMError) -> CompletionEvent? {
        while !isOver {
            do throws(LLMError) {
                guard let link = try answering() else { break }
                return try await event(of: link)
            } catch {
                try giveUp(after: error)
            }
        }
        guard let failure, !isOver else { return nil }
        isOver = true
        throw failure
    }

    /// The one that answers, or the next.
    private func answering() throws(LLMError) -> Answering? {
        if let current { return current }
        guard let link = links.popFirst() else { return nil }
        let call = try link.begin()
        var request = request
        request.hasAlternative = !links.isEmpty
        let next = Answering(name: link.name, call: call, events: link.provider.stream(request).makeAsyncIterator())
        current = next
        return next
    }

    private func event(of link: Answering) async throws(LLMError) -> CompletionEvent? {
        do throws(LLMError) {
            let event = try await link.events.next()
            hasGivenWords = true
            guard case .completion(var completion) = event else { return event }
            isOver = true
            link.call?.record(nil)
            completion.writer = link.name
            return .completion(completion)
        } catch {
            link.call?.record(error)
            throw error
        }
    }

    private func giveUp(after error: LLMError) throws(LLMError) {
        current = nil
        do throws(LLMError) {
            guard !hasGivenWords else { throw error }
            failure = try worse(failure, error)
        } catch {
            isOver = true
            throw error
        }
    }
}

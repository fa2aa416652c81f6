import Domain
import NIOCore

extension RateLimiter? {
    /// One try at a request, once its turn has come; it is counted before it begins. Where the provider asks for a pause nobody
    /// tries meanwhile.
    ///
    /// - Parameters:
    ///   - deadline: of the message; put off by the wait for the turn, which is no fault of the provider's.
    ///   - patience: how long the caller would wait for a provider that has asked to be left alone.
    func attempt<Answer>(
        _ request: CompletionRequest, deadline: inout NIODeadline, patience: Duration, _ sentence: Sentence,
        _ send: (NIODeadline) async throws(ProviderFault) -> Answer
    ) async throws(ProviderFault) -> Answer {
        guard let limiter = self else { return try await send(deadline) }
        deadline = deadline + (try await limiter.wait(for: RateLimiter.tokens(of: request), patience, sentence))
        do throws(ProviderFault) {
            return try await send(deadline)
        } catch {
            if let wait = error.askedFor { limiter.close(for: wait) }
            throw error
        }
    }
}

extension RateLimiter {
    /// Nil where there is no limit.
    convenience init?(_ limits: RateLimits, clock: WallClock, shared: Shared? = nil) {
        guard limits != RateLimits() else { return nil }
        self.init(requestsPerMinute: limits.requestsPerMinute, tokensPerMinute: limits.tokensPerMinute, clock: clock, shared: shared)
    }

    /// Counts the tokens of an answered request as the provider has counted them, where it says so.
    func correct(_ request: CompletionRequest, _ completion: Completion) {
        guard let tokensIn = completion.tokensIn, let tokensOut = completion.tokensOut else { return }
        correct(from: Self.tokens(of: request), to: Int(clamping: tokensIn) + Int(clamping: tokensOut))
    }

    /// About how many tokens a call takes at most: four bytes of what is sent are about one, and of the answer only the
    /// longest is known.
    static func tokens(of request: CompletionRequest) -> Int {
        let words = request.messages.map(\.content) + request.tools.map { $0.description + $0.parameters } + [request.schema?.json ?? ""]
        return words.reduce(0) { $0 + $1.utf8.count } / 4 + request.maxTokens
    }

    /// Returns how long the turn took to come.
    fileprivate func wait(for tokens: Int, _ patience: Duration, _ sentence: Sentence) async throws(ProviderFault) -> TimeAmount {
        let start = NIODeadline.now()
        do {
            try await turn(tokens: tokens, patience: patience)
        } catch let closed as Closed {
            throw .final(.unavailable(reason: sentence.aboutServer("has asked to be left alone for a while"), retryAfter: closed.wait))
        } catch {
            throw .final(.cancelled)
        }
        return NIODeadline.now() - start
    }
}

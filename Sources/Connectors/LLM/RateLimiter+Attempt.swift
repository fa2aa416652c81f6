import Domain
import NIOCore

extension RateLimiter? {
    /// One try at a request, once its turn has come: counted before it begins, corrected by what the provider has counted. Where
    /// the provider asks for a pause nobody tries meanwhile.
    ///
    /// - Parameters:
    ///   - deadline: of the message; put off by the wait for the turn, which is no fault of the provider's.
    ///   - patience: how long the caller would wait for a provider that has asked to be left alone.
    func attempt(
        _ request: CompletionRequest, deadline: inout NIODeadline, patience: Duration, _ sentence: Sentence,
        _ send: (NIODeadline) async throws(ProviderFault) -> Completion
    ) async throws(ProviderFault) -> Completion {
        guard let limiter = self else { return try await send(deadline) }
        let tokens = RateLimiter.tokens(of: request)
        deadline = deadline + (try await limiter.wait(for: tokens, patience, sentence))
        do throws(ProviderFault) {
            let completion = try await send(deadline)
            limiter.correct(from: tokens, to: completion)
            return completion
        } catch {
            if let wait = error.askedFor { limiter.close(for: wait) }
            throw error
        }
    }
}

extension RateLimiter {
    /// Nil where there is no limit.
    convenience init?(_ limits: RateLimits, clock: WallClock) {
        guard limits != RateLimits() else { return nil }
        self.init(requestsPerMinute: limits.requestsPerMinute, tokensPerMinute: limits.tokensPerMinute, clock: clock)
    }

    /// About how many tokens a call takes at most: four bytes of a prompt are about one, and of the answer only the
    /// longest is known.
    static func tokens(of request: CompletionRequest) -> Int {
        request.messages.reduce(0) { $0 + $1.content.utf8.count } / 4 + request.maxTokens
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

    /// Counts what the provider has counted, where it says so.
    fileprivate func correct(from expected: Int, to completion: Completion) {
        guard let tokensIn = completion.tokensIn, let tokensOut = completion.tokensOut else { return }
        correct(from: expected, to: Int(clamping: tokensIn) + Int(clamping: tokensOut))
    }
}

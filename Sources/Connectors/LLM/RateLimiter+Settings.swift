import Domain

extension RateLimiter {
    /// Nil where the settings name no limit.
    convenience init?(_ settings: OpenAISettings, clock: WallClock) {
        guard settings.requestsPerMinute != nil || settings.tokensPerMinute != nil else { return nil }
        self.init(requestsPerMinute: settings.requestsPerMinute, tokensPerMinute: settings.tokensPerMinute, clock: clock)
    }

    /// About how many tokens a call takes at most: four bytes of a prompt are about one, and of the answer only the
    /// longest is known.
    static func tokens(of request: CompletionRequest) -> Int {
        request.messages.reduce(0) { $0 + $1.content.utf8.count } / 4 + request.maxTokens
    }

    /// Counts what the provider has counted, where it says so.
    func correct(from expected: Int, to completion: Completion) {
        guard let tokensIn = completion.tokensIn, let tokensOut = completion.tokensOut else { return }
        correct(from: expected, to: Int(clamping: tokensIn) + Int(clamping: tokensOut))
    }
}

/// The port to a large language model: one request, one whole answer, at once or as it is written.
package protocol LLMProvider: Sendable {
    /// What a run records as its model, such as `gpt-4o-mini`.
    var model: String { get }

    /// Answers `request`, having retried what may pass by itself.
    ///
    /// Stops early when the calling task is cancelled.
    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion

    /// The same answer in pieces. What went wrong before its first words has been retried; afterwards it is thrown, so that
    /// an answer which broke off never looks like a whole one.
    func stream(_ request: CompletionRequest) -> CompletionStream
}

extension LLMProvider {
    /// The whole answer in one piece, for a provider that can't give it as it is written.
    package func stream(_ request: CompletionRequest) -> CompletionStream {
        CompletionStream { WholeAnswer(provider: self, request: request) }
    }
}

/// Why a provider gave no message. The cases are what a caller does next.
package enum LLMError: Error, Equatable, Sendable {
    /// Retries are used up (busy, broken connection, server fault); later may work. `retryAfter` is the provider's own wish.
    case unavailable(reason: String, retryAfter: Duration?)
    /// The time limit passed without a whole answer.
    case timedOut(after: Duration)
    /// The key, model or address is wrong (400, 401, 403, 404): a person must change the settings.
    case misconfigured(reason: String)
    /// An answer came but is no message: empty, cut off, malformed or refused.
    case unusable(reason: String)
    /// There is nothing to write by what is on record, which another try would not change.
    case wordless(reason: String)
    /// The budget has no room for another try; nil where waiting will not help.
    case overBudget(reason: String, retryAfter: Duration?)
    /// The caller went away.
    case cancelled
}

/// The port to a large language model: one request, one whole answer.
package protocol LLMProvider: Sendable {
    /// What a run records as its model, such as `gpt-4o-mini`.
    var model: String { get }

    /// Answers `request`, having retried what may pass by itself.
    ///
    /// Stops early when the calling task is cancelled.
    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion
}

package struct CompletionRequest: Equatable, Sendable {
    package enum Role: String, Sendable { case system, user, assistant }

    package struct Message: Equatable, Sendable {
        package var role: Role
        package var content: String

        package init(_ role: Role, _ content: String) {
            self.role = role
            self.content = content
        }
    }

    package var messages: [Message]
    /// The most tokens the answer may have.
    package var maxTokens: Int

    package init(messages: [Message], maxTokens: Int = 800) {
        self.messages = messages
        self.maxTokens = maxTokens
    }
}

package struct Completion: Equatable, Sendable {
    /// The model's whole answer, trimmed and never empty.
    package var text: String
    /// Tokens of the prompt and of the answer as the provider counted them; nil where it did not say.
    package var tokensIn: Int64?
    package var tokensOut: Int64?
    /// The model that answered, as the provider names it.
    package var model: String

    package init(text: String, tokensIn: Int64? = nil, tokensOut: Int64? = nil, model: String) {
        self.text = text
        self.tokensIn = tokensIn
        self.tokensOut = tokensOut
        self.model = model
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
    /// The caller went away.
    case cancelled
}

/// How a workspace reaches models of one provider: its own key, address and limits.
package struct ModelAccount: Equatable, Sendable {
    package var name: String
    /// As `LLM_PROVIDER` names it.
    package var provider: String
    package var key: Secret?
    /// Nil for the provider's usual one; so with the others.
    package var baseURL: String?
    package var apiVersion: String?
    package var timeout: Duration?
    package var maxRetries: Int?
    package var requestsPerMinute: Int?
    package var tokensPerMinute: Int?

    package init(
        name: String, provider: String, key: Secret?, baseURL: String? = nil, apiVersion: String? = nil, timeout: Duration? = nil,
        maxRetries: Int? = nil, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil
    ) {
        self.name = name
        self.provider = provider
        self.key = key
        self.baseURL = baseURL
        self.apiVersion = apiVersion
        self.timeout = timeout
        self.maxRetries = maxRetries
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    /// Every provider's name, in the order of the documentation.
    package static let providers = ["openai", "openai-responses", "anthropic", "gemini", "azure", "compatible"]
}

/// A link of a chain, with the account that its name means; nil for the provider as the environment sets it up.
package struct ModelLink: Equatable, Sendable {
    package var name: ModelName
    package var account: ModelAccount?

    package init(name: ModelName, account: ModelAccount?) {
        self.name = name
        self.account = account
    }
}

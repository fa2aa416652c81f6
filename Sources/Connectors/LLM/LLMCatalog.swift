package import Domain

/// Every provider there is: a new one is its own file and one line here.
package enum LLMCatalog {
    package static let all: [LLMConnector] = [
        .openAI
    ]

    package static func named(_ name: String) -> LLMConnector? { all.first { $0.name == name } }
}

/// How a provider is made from its settings.
package struct LLMConnector: Sendable {
    /// The name before the colon in a run's writer, `openai:gpt-4o-mini`.
    package let name: String
    /// The environment's names it reads.
    package let variables: [String]
    /// - Throws: `ValidationError` naming the variable that is wrong.
    package let make: @Sendable (_ value: (String) -> String?, LLMHTTPClient, WallClock) throws(ValidationError) -> any LLMProvider
}

extension LLMConnector {
    static let openAI = LLMConnector(
        name: "openai",
        variables: [
            "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL",
            "LLM_CONNECT_TIMEOUT_SECONDS", "LLM_TIMEOUT_SECONDS", "LLM_MAX_RETRIES",
        ] + RateLimits.variables
    ) { value, http, clock throws(ValidationError) in
        try OpenAIProvider(settings: OpenAISettings(reading: value), http: http, clock: clock)
    }
}

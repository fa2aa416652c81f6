package import Domain

/// What may be asked of a provider in a minute; nil for no limit.
package struct RateLimits: Equatable, Sendable {
    /// Every try counts.
    package var requestsPerMinute: Int?
    /// Those of prompts and of answers.
    package var tokensPerMinute: Int?

    package init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    /// Reads a provider's own variables, such as `OPENAI_REQUESTS_PER_MINUTE` and `OPENAI_TOKENS_PER_MINUTE`, or else those for
    /// each that has none, `LLM_REQUESTS_PER_MINUTE` and `LLM_TOKENS_PER_MINUTE`. What is missing or empty is no limit.
    ///
    /// - Parameter prefix: what the provider's own variables begin with.
    /// - Throws: `ValidationError` naming the variable, its fault and a valid example.
    package init(reading value: (String) -> String?, prefix: String) throws(ValidationError) {
        func limit(_ end: String, _ range: ClosedRange<Int>, such example: Int) throws(ValidationError) -> Int? {
            guard let (name, text) = given([prefix + end, "LLM" + end], value) else { return nil }
            return try SettingText.number(text, name, range, such: example)
        }
        requestsPerMinute = try limit("_REQUESTS_PER_MINUTE", 1...1_000_000, such: 500)
        tokensPerMinute = try limit("_TOKENS_PER_MINUTE", 1...1_000_000_000, such: 200_000)
    }
}

/// The first of the variables that says something.
private func given(_ names: [String], _ value: (String) -> String?) -> (name: String, text: String)? {
    for name in names {
        if let text = value(name), !text.isEmpty { return (name, text) }
    }
    return nil
}

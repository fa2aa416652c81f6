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

    package static let variables = ["LLM_REQUESTS_PER_MINUTE", "LLM_TOKENS_PER_MINUTE"]

    /// Reads `LLM_REQUESTS_PER_MINUTE` and `LLM_TOKENS_PER_MINUTE`; what is missing or empty is no limit.
    ///
    /// - Throws: `ValidationError` naming the variable, its fault and a valid example.
    package init(reading value: (String) -> String?) throws(ValidationError) {
        requestsPerMinute = try limit(value, "LLM_REQUESTS_PER_MINUTE", 1...1_000_000, such: 500)
        tokensPerMinute = try limit(value, "LLM_TOKENS_PER_MINUTE", 1...1_000_000_000, such: 200_000)
    }
}

private func limit(
    _ value: (String) -> String?, _ name: String, _ range: ClosedRange<Int>, such example: Int
) throws(ValidationError) -> Int? {
    guard let text = value(name), !text.isEmpty else { return nil }
    guard let number = Int(text), range.contains(number) else {
        throw ValidationError(field: name, "is no whole number of \(range.lowerBound) to \(range.upperBound); write for example \(example)")
    }
    return number
}

/// How a model of a chain is asked, where that is not to be as usual.
package struct ModelOptions: Hashable, Sendable {
    /// The most tokens that an answer may have; what the model thinks besides does not count.
    package var maxTokens: Int?
    /// How freely the model chooses its words, from 0 on.
    package var temperature: Double?

    package init(maxTokens: Int? = nil, temperature: Double? = nil) {
        self.maxTokens = maxTokens
        self.temperature = temperature
    }

    static let tokens = 100...32_000
    static let temperatures = 0.0...2.0

    /// - Parameter words: such as `max_tokens=500`.
    /// - Throws: `ValidationError` for an option that there is not, that is said twice, or whose value is none.
    init(_ words: some Sequence<String>, field: String) throws(ValidationError) {
        self.init()
        var seen: Set<String> = []
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = String(parts[0].prefix(40))
            guard seen.insert(name).inserted else { throw ValidationError(field: field, "\(field) says \(name) twice for one model.") }
            try read(name, parts.count > 1 ? parts[1] : "", field)
        }
    }

    private mutating func read(_ name: String, _ value: String, _ field: String) throws(ValidationError) {
        switch name {
        case "max_tokens":
            guard let number = Int(value), Self.tokens.contains(number) else {
                throw ValidationError(
                    field: field, "\(field) has a max_tokens that is no whole number of 100 to 32000: write for example max_tokens=800.")
            }
            maxTokens = number
        case "temperature":
            guard value.utf8.allSatisfy(Self.digitsAndPoint.contains), let number = Double(value), Self.temperatures.contains(number) else {
                throw ValidationError(field: field, "\(field) has a temperature that is no number of 0 to 2: write for example temperature=0.4.")
            }
            temperature = number
        default:
            throw ValidationError(field: field, "\(field) has an option \(name), which there is not: there are max_tokens=N and temperature=N.")
        }
    }

    private static let digitsAndPoint = Set("0123456789.".utf8)
}

extension CompletionRequest {
    /// The same request, asked as the options say.
    package func asked(by options: ModelOptions) -> CompletionRequest {
        var request = self
        request.maxTokens = options.maxTokens ?? maxTokens
        request.temperature = options.temperature ?? temperature
        return request
    }
}

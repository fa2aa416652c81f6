/// How to reach OpenAI, or any server that speaks its chat completions.
package struct OpenAISettings: Equatable, Sendable {
    /// Sent as a bearer token; nil for servers that want none.
    package var apiKey: String?
    package var model: String
    /// The address before `/chat/completions`.
    package var baseURL: String
    package var connectTimeout: Duration
    /// Bounds one message: all tries, the waits between them, and the last byte of the answer.
    package var totalTimeout: Duration
    /// Tries beyond the first.
    package var maxRetries: Int
    package var limits: RateLimits

    package init(
        apiKey: String?, model: String = defaultModel, baseURL: String = defaultBaseURL,
        connectTimeout: Duration = .seconds(10), totalTimeout: Duration = .seconds(60), maxRetries: Int = 2,
        limits: RateLimits = RateLimits()
    ) {
        self.apiKey = apiKey.flatMap { $0.isEmpty ? nil : $0 }
        self.model = model
        self.baseURL = baseURL
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.maxRetries = maxRetries
        self.limits = limits
    }

    package static let defaultModel = "gpt-4o-mini"
    package static let defaultBaseURL = "https://api.openai.com/v1"
}

/// Neither printing nor dumping shows the key, or a password within the address.
extension OpenAISettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        "OpenAISettings(model: \(model), server: \(ServerName(baseURL)), key: \(apiKey == nil ? "none" : "set"))"
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

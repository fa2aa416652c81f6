/// What a provider says went wrong: `{"error":{"message","code"}}`, or the plainer forms of other servers. Everything may be missing.
struct SaidError: Error, Decodable {
    var message: String
    /// Such as `insufficient_quota`.
    var code: String?
    /// Such as `overloaded_error`.
    var type: String?
    /// Such as `RESOURCE_EXHAUSTED`.
    var status: String?
    var details: [Detail]?

    struct Detail: Decodable {
        /// Such as `API_KEY_INVALID`.
        var reason: String?
        /// Such as `23s`.
        var retryDelay: String?
    }

    init(message: String, code: String? = nil) {
        self.message = message
        self.code = code
    }

    private enum Key: CodingKey { case message, code, type, status, details }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            message = text
            return
        }
        let values = try decoder.container(keyedBy: Key.self)
        message = (try? values.decode(String.self, forKey: .message)) ?? ""
        code = try? values.decode(String.self, forKey: .code)
        type = try? values.decode(String.self, forKey: .type)
        status = try? values.decode(String.self, forKey: .status)
        details = try? values.decode([Detail].self, forKey: .details)
    }
}

/// The whole body of an error answer.
struct ErrorResponse: Decodable {
    var error: SaidError?

    private enum Key: CodingKey { case error, message, detail }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        error = try? values.decode(SaidError.self, forKey: .error)
        if error == nil, let text = Self.text(values, .message) ?? Self.text(values, .detail) { error = SaidError(message: text) }
    }

    private static func text(_ values: KeyedDecodingContainer<Key>, _ key: Key) -> String? { try? values.decode(String.self, forKey: key) }
}

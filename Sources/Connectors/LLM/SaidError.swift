import Domain

/// What a provider says went wrong: `{"error":{"message","code"}}`, or the plainer forms of other servers. Everything may be
/// missing, or of a type of its own, which is the same.
struct SaidError: Error {
    var message: String
    /// Such as `insufficient_quota`.
    var code: String?
    /// Such as `overloaded_error`.
    var type: String?
    /// Such as `RESOURCE_EXHAUSTED`.
    var status: String?
    var details: [Detail]?

    struct Detail {
        /// Such as `API_KEY_INVALID`.
        var reason: String?
        /// Such as `23s`.
        var retryDelay: String?

        init(_ json: JSONValue) throws {
            reason = try json.text("reason")
            retryDelay = try json.text("retryDelay")
        }
    }

    init(message: String, code: String? = nil) {
        self.message = message
        self.code = code
    }

    /// - Throws: `WrongType` where it is neither a text nor an object.
    init(_ json: JSONValue) throws {
        if case .string(let text) = json {
            self.init(message: text)
            return
        }
        _ = try json.member("message")
        self.init(message: (try? json.text("message")) ?? "", code: try? json.text("code"))
        type = try? json.text("type")
        status = try? json.text("status")
        details = try? json.list("details", of: Detail.init)
    }

    /// What the whole body of an error answer says; nil where it says nothing that is understood.
    static func said(in body: JSONValue) -> SaidError? {
        if let error = try? body.member("error").map(SaidError.init) { return error }
        let text = (try? body.text("message")) ?? (try? body.text("detail"))
        return text.map { SaidError(message: $0) }
    }
}

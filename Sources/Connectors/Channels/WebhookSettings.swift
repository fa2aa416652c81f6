package import Domain

/// How webhooks are sent.
package struct WebhookSettings: Equatable, Sendable {
    /// Bounds one attempt: looking up the name, connecting, sending, and the last byte of the answer.
    package var totalTimeout: Duration
    /// Bounds one connection, TLS included.
    package var connectTimeout: Duration
    /// Whether receivers may be within the private network and speak plain HTTP.
    package var allowPrivateAddresses: Bool

    package init(
        totalTimeout: Duration = .seconds(15), connectTimeout: Duration = .seconds(5), allowPrivateAddresses: Bool = false
    ) {
        self.totalTimeout = totalTimeout
        self.connectTimeout = connectTimeout
        self.allowPrivateAddresses = allowPrivateAddresses
    }
}

extension WebhookSettings {
    /// Reads the environment's names; what is missing or empty keeps its default.
    ///
    /// - Throws: `ValidationError` naming the variable, its fault and a valid example.
    package init(reading value: (String) -> String?) throws(ValidationError) {
        func text(_ name: String) -> String? { value(name).flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            totalTimeout: try seconds(text("WEBHOOK_TIMEOUT_SECONDS"), 15, "WEBHOOK_TIMEOUT_SECONDS"),
            connectTimeout: try seconds(text("WEBHOOK_CONNECT_TIMEOUT_SECONDS"), 5, "WEBHOOK_CONNECT_TIMEOUT_SECONDS"),
            allowPrivateAddresses: try flag(text("WEBHOOK_ALLOW_PRIVATE"), "WEBHOOK_ALLOW_PRIVATE")
        )
    }
}

private func seconds(_ text: String?, _ usual: Int, _ name: String) throws(ValidationError) -> Duration {
    guard let text else { return .seconds(usual) }
    guard let number = Int(text), (1...120).contains(number) else {
        throw ValidationError(field: name, "is no whole number of 1 to 120; write for example \(usual)")
    }
    return .seconds(number)
}

private func flag(_ text: String?, _ name: String) throws(ValidationError) -> Bool {
    switch text?.lowercased() {
    case nil, "false", "0", "no": return false
    case "true", "1", "yes": return true
    default: throw ValidationError(field: name, "is neither true nor false; write for example false")
    }
}

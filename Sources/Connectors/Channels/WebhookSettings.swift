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
        func seconds(_ name: String, _ usual: Int) throws(ValidationError) -> Duration {
            .seconds(try SettingText.number(value(name), name, 1...120, such: usual) ?? usual)
        }
        self.init(
            totalTimeout: try seconds("WEBHOOK_TIMEOUT_SECONDS", 15),
            connectTimeout: try seconds("WEBHOOK_CONNECT_TIMEOUT_SECONDS", 5),
            allowPrivateAddresses: try SettingText.flag(value("WEBHOOK_ALLOW_PRIVATE"), "WEBHOOK_ALLOW_PRIVATE") ?? false
        )
    }
}

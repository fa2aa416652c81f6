package import Domain

/// Every channel there is: a new one is its own file and one line here.
package enum ChannelCatalog {
    package static let all: [ChannelConnector] = [
        .webhook
    ]

    package static func named(_ name: String) -> ChannelConnector? { all.first { $0.name == name } }
}

/// How a channel is made from its settings.
package struct ChannelConnector: Sendable {
    /// What a delivery's row names it by.
    package let name: String
    /// The environment's names it reads.
    package let variables: [String]
    /// - Throws: `ValidationError` naming the variable that is wrong.
    package let make: @Sendable (_ value: (String) -> String?, WallClock) throws(ValidationError) -> any Channel
}

extension ChannelConnector {
    package static let webhook = ChannelConnector(
        name: "webhook",
        variables: ["WEBHOOK_TIMEOUT_SECONDS", "WEBHOOK_CONNECT_TIMEOUT_SECONDS", "WEBHOOK_ALLOW_PRIVATE"]
    ) { value, clock throws(ValidationError) in
        WebhookChannel(settings: try WebhookSettings(reading: value), clock: clock)
    }
}

package import Domain

/// How to reach one provider.
package struct ProviderSettings: Equatable, Sendable, Unprinted {
    /// Nil for servers that want none.
    package var apiKey: String?
    package var model: String
    /// The address before the provider's own path.
    package var baseURL: String
    /// The version of the interface, where the provider wants it named.
    package var apiVersion: String?
    package var connectTimeout: Duration
    /// Bounds one message: all tries, the waits between them, and the last byte of the answer.
    package var totalTimeout: Duration
    /// Tries beyond the first.
    package var maxRetries: Int
    package var limits: RateLimits
    /// How the model is asked, where that is not to be as usual.
    package var options = ModelOptions()
    /// What an error tells a person to check.
    package var names: SettingNames

    package init(
        apiKey: String?, model: String, baseURL: String, apiVersion: String? = nil, connectTimeout: Duration = .seconds(10),
        totalTimeout: Duration = .seconds(60), maxRetries: Int = 2, limits: RateLimits = RateLimits(), names: SettingNames
    ) {
        self.apiKey = apiKey.flatMap { $0.isEmpty ? nil : $0 }
        self.model = model
        self.baseURL = baseURL
        self.apiVersion = apiVersion
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.maxRetries = maxRetries
        self.limits = limits
        self.names = names
    }
}

/// The variables that a provider's settings were read from.
package struct SettingNames: Equatable, Sendable {
    package var key: String
    package var model: String
    package var address: String

    package init(key: String, model: String, address: String) {
        self.key = key
        self.model = model
        self.address = address
    }
}

/// Neither printing nor dumping shows the key, or a password within the address.
extension ProviderSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        "ProviderSettings(model: \(model), server: \(ServerName(baseURL)), key: \(apiKey == nil ? "none" : "set"))"
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

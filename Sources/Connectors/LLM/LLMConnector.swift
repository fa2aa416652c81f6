package import Domain

/// A provider as the catalog knows it: what it is called, what it wants to be told, and how it speaks.
package struct LLMConnector: Sendable {
    /// When a call needs a key.
    enum KeyRule { case always, atDefaultAddress, never }

    /// The name before the colon in a run's writer, `openai:gpt-4o-mini`; also the value of `LLM_PROVIDER`.
    package let name: String
    /// What its own variables begin with, such as `OPENAI` in `OPENAI_API_KEY`.
    let prefix: String
    /// What a person knows it by.
    package let title: String
    /// Nil where every customer has an address of their own.
    package let defaultURL: String?
    /// Nil where there is no model that every server has.
    package let defaultModel: String?
    /// Nil where the interface's version is not to be named.
    let defaultVersion: String?
    let needsKey: KeyRule
    /// What a key looks like.
    let exampleKey: String
    let wire: @Sendable (ProviderSettings) -> any WireFormat

    init(
        name: String, prefix: String, title: String, defaultURL: String?, defaultModel: String?, defaultVersion: String? = nil,
        needsKey: KeyRule, exampleKey: String, wire: @escaping @Sendable (ProviderSettings) -> any WireFormat
    ) {
        self.name = name
        self.prefix = prefix
        self.title = title
        self.defaultURL = defaultURL
        self.defaultModel = defaultModel
        self.defaultVersion = defaultVersion
        self.needsKey = needsKey
        self.exampleKey = exampleKey
        self.wire = wire
    }

    /// What a run records as its writer.
    package func writer(_ settings: ProviderSettings) -> WriterName { WriterName("\(name):\(settings.model)") }

    /// The provider's own variables, of which the first is secret.
    package var variables: [String] {
        ["_API_KEY", "_MODEL", "_BASE_URL"].map { prefix + $0 } + (defaultVersion == nil ? [] : [prefix + "_API_VERSION"])
    }

    /// - Parameters:
    ///   - http: shared with others, and shut down by whoever made it.
    ///   - ledger: the books on every try; nil for none.
    ///   - limiter: shared with others who ask at the same address with the same key; nil for one of its own, where the settings say limits.
    /// - Throws: `ValidationError` where the address is not one of http or https, or the key can't be sent in a header.
    package func provider(
        _ settings: ProviderSettings, http: LLMHTTPClient, clock: WallClock, backoff: Backoff = Backoff(), limiter: RateLimiter? = nil,
        ledger: (any CallLedger)? = nil
    ) throws(ValidationError) -> any LLMProvider {
        try RemoteProvider(
            name: writer(settings), settings: settings, wire: wire(settings), http: http, clock: clock, backoff: backoff,
            limiter: limiter ?? RateLimiter(settings.limits, clock: clock), ledger: ledger)
    }
}

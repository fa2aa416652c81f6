extension Migration {
    /// What the instances together have asked of each provider's key.
    static let providerAllowances = Migration(
        number: 16, name: "provider_allowances",
        statements: [
            // Times in microseconds: until when what was taken lasts.
            """
            CREATE TABLE provider_allowances (
                key TEXT PRIMARY KEY, requests_until BIGINT NOT NULL, tokens_until BIGINT NOT NULL, closed_until BIGINT NOT NULL)
            """
        ]
    )
}

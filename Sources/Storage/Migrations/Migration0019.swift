extension Migration {
    /// What the instances together have let through of somebody's requests.
    static let rateAllowances = Migration(
        number: 19, name: "rate_allowances",
        statements: [
            // Until when what was taken lasts, in microseconds.
            "CREATE TABLE rate_allowances (key TEXT PRIMARY KEY, until BIGINT NOT NULL)",
            "CREATE INDEX rate_allowances_over ON rate_allowances (until)",
        ]
    )
}

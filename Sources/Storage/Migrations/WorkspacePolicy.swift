/// What has PostgreSQL show a session the rows of its workspace only: a later migration that makes a table adds these to it.
enum WorkspacePolicy {
    /// Released migrations are made of these words, so they never change.
    ///
    /// - Parameter column: the workspace's id.
    static func statements(on table: String, by column: String = "workspace_id") -> [String] {
        [
            // Forced, since the server owns its tables.
            "{{postgres}}ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            "{{postgres}}CREATE POLICY workspace ON \(table) USING (\(column) = \(own) OR \(setting) = '*')",
        ]
    }

    // Each in a sub-select: so it is asked once for a statement and not for each row, and the second only of who sees all.
    private static let setting = "(SELECT current_setting('crm.workspace', true))"
    private static let own = "(SELECT CAST(NULLIF(NULLIF(current_setting('crm.workspace', true), ''), '*') AS BIGINT))"

    /// The tables that hold no workspace's rows, and why.
    static let exempt = [
        "account_mails": "asked for before it is known whose address it is",
        "one_time_links": "a link is known by its hash before anybody is known; the account it is for is shown by the account's own policy",
        "provider_allowances": "what all instances have asked of a provider's key, by a fingerprint",
        "provider_sign_ins": "begun before it is known who signs in, found by the hash of a cookie",
        "rate_allowances": "how often an address, an account or a key has asked, counted before a request is let in",
        "schema_migrations": "the schema's own",
        "sign_in_tries": "counted before it is known who signs in",
        "signing_keys": "sign the tokens of all workspaces",
    ]
}

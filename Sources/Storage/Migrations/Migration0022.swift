extension Migration {
    /// A second factor of accounts, and signing in by an OpenID Connect provider.
    static let secondFactors = Migration(
        number: 22, name: "second_factors",
        statements: [
            // The secret counts from second_factor_since on; second_factor_step is the last time step a code was used for.
            "ALTER TABLE accounts ADD COLUMN second_factor TEXT",
            "ALTER TABLE accounts ADD COLUMN second_factor_since BIGINT",
            "ALTER TABLE accounts ADD COLUMN second_factor_step BIGINT NOT NULL DEFAULT 0",
            """
            CREATE TABLE recovery_codes (
                workspace_id BIGINT NOT NULL, account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, hash TEXT NOT NULL,
                PRIMARY KEY (account_id, hash))
            """,
            "ALTER TABLE workspaces ADD COLUMN requires_second_factor BIGINT NOT NULL DEFAULT 0",
            // An account's name at a provider. An address may be given to somebody else there, a subject never is.
            """
            CREATE TABLE account_identities (
                issuer TEXT NOT NULL, subject TEXT NOT NULL, workspace_id BIGINT NOT NULL,
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, created_at BIGINT NOT NULL,
                PRIMARY KEY (issuer, subject), UNIQUE (account_id, issuer))
            """,
            // Begun with a nonce and a verifier; or proven by the provider, for an account whose second factor is still asked for.
            """
            CREATE TABLE provider_sign_ins (
                hash TEXT PRIMARY KEY, browser TEXT NOT NULL, nonce TEXT, verifier TEXT,
                account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE, expires_at BIGINT NOT NULL)
            """,
            "CREATE INDEX provider_sign_ins_account ON provider_sign_ins (account_id)",
            "CREATE INDEX provider_sign_ins_expiry ON provider_sign_ins (expires_at)",
        ]
    )
}

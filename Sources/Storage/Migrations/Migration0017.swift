extension Migration {
    /// Accounts, their sessions and keys, and what slows guessing down.
    static let accounts = Migration(
        number: 17, name: "accounts",
        statements: [
            """
            CREATE TABLE accounts (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, email TEXT NOT NULL,
                password_hash TEXT, role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
                state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')), last_sign_in_at BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, user_id),
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id))
            """,
            // One address signs in to one workspace.
            "CREATE UNIQUE INDEX accounts_email ON accounts (lower(email))",
            // A browser's, or the family of an API client's refresh tokens.
            """
            CREATE TABLE sessions (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind IN ('browser', 'api')), address TEXT, client TEXT,
                begun_with TEXT NOT NULL UNIQUE, last_used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE INDEX sessions_account ON sessions (workspace_id, account_id, id)",
            "CREATE INDEX sessions_expiry ON sessions (expires_at)",
            // Only what a token hashes to is kept. One that was used up tells a stolen family.
            """
            CREATE TABLE session_tokens (
                hash TEXT PRIMARY KEY, workspace_id BIGINT NOT NULL, session_id BIGINT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
                used_at BIGINT)
            """,
            "CREATE INDEX session_tokens_session ON session_tokens (session_id)",
            """
            CREATE TABLE api_keys (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                name TEXT NOT NULL, prefix TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL,
                expires_at BIGINT, last_used_at BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE INDEX api_keys_account ON api_keys (workspace_id, account_id, id)",
            // To set up the first owner (without an account), to join, or to choose a new password.
            """
            CREATE TABLE one_time_links (
                hash TEXT PRIMARY KEY, purpose TEXT NOT NULL CHECK (purpose IN ('set_up', 'invitation', 'password')),
                account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE, expires_at BIGINT NOT NULL)
            """,
            "CREATE INDEX one_time_links_account ON one_time_links (account_id)",
            "CREATE INDEX one_time_links_expiry ON one_time_links (expires_at)",
            "CREATE TABLE signing_keys (id TEXT PRIMARY KEY, secret TEXT NOT NULL, created_at BIGINT NOT NULL, retires_at BIGINT)",
            // Until when what was tried lasts, in milliseconds.
            "CREATE TABLE sign_in_tries (key TEXT PRIMARY KEY, busy_until BIGINT NOT NULL)",
            "CREATE INDEX sign_in_tries_age ON sign_in_tries (busy_until)",
            // What all members of a workspace may see and work with.
            "ALTER TABLE contacts ADD COLUMN shared BIGINT NOT NULL DEFAULT 0",
        ]
    )
}

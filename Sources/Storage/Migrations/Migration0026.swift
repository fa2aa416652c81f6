extension Migration {
    /// Mails to those who sign in, and links that only such a mail holds.
    static let accountMails = Migration(
        number: 26, name: "account_mails",
        statements: [
            // Of no workspace: whether an address is an account's is looked up when its mail is sent, so that asking for one takes
            // everybody the same time. The link is made then too, and so is nowhere in the database.
            """
            CREATE TABLE account_mails (
                id {{identity}}, kind TEXT NOT NULL CHECK (kind IN ('password', 'invitation')), email TEXT NOT NULL, asked_from TEXT,
                state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'failed', 'dead')), attempts BIGINT NOT NULL DEFAULT 0,
                next_attempt_at BIGINT, lease_owner TEXT, lease_expires_at BIGINT, error TEXT, status BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE INDEX account_mails_due ON account_mails (next_attempt_at, id) WHERE state IN ('queued', 'failed')",
            "CREATE INDEX account_mails_sending ON account_mails (lease_expires_at) WHERE state = 'sending'",
            "CREATE INDEX account_mails_dead ON account_mails (updated_at) WHERE state = 'dead'",
            // The mail that a link is in, which is gone once it is sent; null for a link that somebody hands on.
            "ALTER TABLE one_time_links ADD COLUMN mail_id BIGINT",
        ]
    )
}

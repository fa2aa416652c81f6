package import Domain

/// Links that let somebody in once: the first owner, whom an admin invites, who has forgotten the password.
package enum OneTimeLinks {
    package enum Purpose: String, Sendable {
        case setUp = "set_up"
        case invitation, password
    }

    /// Takes the place of the links that the account has; several instances may each have printed one for the set-up.
    package static func make(hash: String, purpose: Purpose, account: Int64?, expiresAt: Timestamp) -> [SQL] {
        [
            SQL("DELETE FROM one_time_links WHERE account_id = $1", [.optional(account)]),
            SQL(
                "INSERT INTO one_time_links (hash, purpose, account_id, expires_at) VALUES ($1, $2, $3, $4)",
                [.text(hash), .text(purpose.rawValue), .optional(account), .time(expiresAt)]),
        ]
    }

    /// One that a mail holds, beside the one that somebody may hand on. Those of mails asked for before count no more; fails with
    /// `MailOvertaken` where one asked for later has been made.
    package static func makeMailed(hash: String, purpose: Purpose, account: Int64, mail: Int64, expiresAt: Timestamp) -> [SQL] {
        [
            // One mail at a time.
            SQL("SELECT id FROM accounts WHERE id = $1 {{lock}}", [.integer(account)]),
            SQL("DELETE FROM one_time_links WHERE account_id = $1 AND mail_id < $2", [.integer(account), .integer(mail)]),
            SQL(
                """
                INSERT INTO one_time_links (hash, purpose, account_id, expires_at, mail_id) SELECT $1, $2, $3, $4, $5
                WHERE NOT EXISTS (SELECT 1 FROM one_time_links l WHERE l.account_id = $3 AND l.mail_id > $5) RETURNING hash
                """, [.text(hash), .text(purpose.rawValue), .integer(account), .time(expiresAt), .integer(mail)]
            ).expectingOneRow(orThrow: MailOvertaken()),
        ]
    }

    /// Once one of an account's links was followed, no other counts.
    package static func drop(of account: Int64) -> SQL { SQL("DELETE FROM one_time_links WHERE account_id = $1", [.integer(account)]) }

    /// What a link is for: `purpose, email`; none where it is spent.
    package static func find(hash: String, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT l.purpose, a.email, a.id FROM one_time_links l LEFT JOIN accounts a ON a.id = l.account_id
            WHERE l.hash = $1 AND l.expires_at > $2
                AND CASE WHEN l.purpose = 'set_up' THEN NOT EXISTS (SELECT 1 FROM accounts) ELSE a.state <> 'disabled' END
            """, [.text(hash), .time(now)])
    }

    /// Fails with `LinkSpent` where another request was faster.
    package static func spend(hash: String, now: Timestamp) -> SQL {
        SQL("DELETE FROM one_time_links WHERE hash = $1 AND expires_at > $2 RETURNING hash", [.text(hash), .time(now)])
            .expectingOneRow(orThrow: LinkSpent())
    }

    package static func sweep(now: Timestamp) -> SQL { SQL("DELETE FROM one_time_links WHERE expires_at <= $1", [.time(now)]) }
}

/// Somebody has asked for another mail since.
package struct MailOvertaken: Error, Equatable, Sendable {}

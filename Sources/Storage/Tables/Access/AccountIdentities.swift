package import Domain

/// Which account somebody is whom a provider names: issuer and subject, as OpenID Connect has them.
package enum AccountIdentities {
    /// The account's columns, as `Accounts.signingIn` returns them.
    package static func account(issuer: String, subject: String) -> SQL {
        SQL(
            """
            SELECT \(Accounts.columns(of: "a")) FROM account_identities i JOIN accounts a ON a.id = i.account_id
            WHERE i.issuer = $1 AND i.subject = $2
            """, [.text(issuer), .text(subject)])
    }

    /// Fails with `StoreError.duplicate` where the account is another subject's of this issuer.
    package static func link(_ email: String, issuer: String, subject: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO account_identities (issuer, subject, workspace_id, account_id, created_at)
            SELECT $2, $3, workspace_id, id, $4 FROM accounts WHERE email_key = $1
            """, [Accounts.key(email), .text(issuer), .text(subject), .time(now)])
    }
}

package import Domain

/// Sign-ins by a provider that are under way: each continues once, in the browser that began it.
package enum ProviderSignIns {
    /// - Parameters:
    ///   - hash: of the state that the provider hands back.
    ///   - browser: the hash of what the browser's cookie holds.
    package static func begin(hash: String, browser: String, nonce: String, verifier: String, expiresAt: Timestamp, now: Timestamp) -> [SQL] {
        [
            SQL("DELETE FROM provider_sign_ins WHERE expires_at <= $1", [.time(now)]),
            SQL(
                "INSERT INTO provider_sign_ins (hash, browser, nonce, verifier, expires_at) VALUES ($1, $2, $3, $4, $5)",
                [.text(hash), .text(browser), .text(nonce), .text(verifier), .time(expiresAt)]),
        ]
    }

    /// Ends what was begun: `nonce, verifier`, or none.
    package static func take(hash: String, browser: String, now: Timestamp) -> SQL {
        SQL(
            """
            DELETE FROM provider_sign_ins WHERE hash = $1 AND browser = $2 AND expires_at > $3 AND account_id IS NULL RETURNING nonce, verifier
            """, [.text(hash), .text(browser), .time(now)])
    }

    /// The provider has said who it is; the account's second factor is still to come.
    package static func prove(browser: String, account: Int64, expiresAt: Timestamp) -> SQL {
        SQL(
            "INSERT INTO provider_sign_ins (hash, browser, account_id, expires_at) VALUES ($1, $1, $2, $3)",
            [.text(browser), .integer(account), .time(expiresAt)])
    }

    /// The account's columns, as `Accounts.signingIn` returns them.
    package static func proven(browser: String, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT \(Accounts.columns(of: "a")) FROM provider_sign_ins p JOIN accounts a ON a.id = p.account_id
            WHERE p.hash = $1 AND p.expires_at > $2
            """, [.text(browser), .time(now)])
    }

    /// Fails with `LinkSpent` where another request was faster.
    package static func finish(browser: String) -> SQL {
        SQL("DELETE FROM provider_sign_ins WHERE hash = $1 AND account_id IS NOT NULL RETURNING hash", [.text(browser)])
            .expectingOneRow(orThrow: LinkSpent())
    }
}

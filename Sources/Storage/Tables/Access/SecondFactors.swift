package import Domain

/// The second factor of an account: a secret shared with its owner's telephone, and recovery codes of which hashes are kept.
package enum SecondFactors {
    /// `second_factor, second_factor_since, second_factor_step`, and how many recovery codes are left.
    package static func find(_ account: Int64) -> SQL {
        SQL(
            """
            SELECT second_factor, second_factor_since, second_factor_step, (SELECT COUNT(*) FROM recovery_codes r WHERE r.account_id = a.id)
            FROM accounts a WHERE id = $1
            """, [.integer(account)])
    }

    /// A new secret, which counts once it is confirmed; fails with `SecondFactorExists` where one counts already.
    package static func begin(_ account: Int64, secret: String) -> SQL {
        SQL(
            "UPDATE accounts SET second_factor = $2, second_factor_step = 0 WHERE id = $1 AND second_factor_since IS NULL RETURNING id",
            [.integer(account), .text(secret)]
        ).expectingOneRow(orThrow: SecondFactorExists())
    }

    /// The secret counts from now on, and the code of this step no more; fails with `CodeSpent` where another request was faster.
    package static func confirm(
        _ account: Int64, in workspace: WorkspaceID, secret: String, step: Int64, recoveryHashes: [String], now: Timestamp
    ) -> [SQL] {
        let confirm = SQL(
            """
            UPDATE accounts SET second_factor_since = $3, second_factor_step = $4, updated_at = $3, version = version + 1
            WHERE id = $1 AND second_factor = $2 AND second_factor_since IS NULL RETURNING id
            """, [.integer(account), .text(secret), .time(now), .integer(step)]
        ).expectingOneRow(orThrow: CodeSpent())
        return [confirm, SQL("DELETE FROM recovery_codes WHERE account_id = $1", [.integer(account)])]
            + recoveryHashes.map {
                SQL(
                    "INSERT INTO recovery_codes (workspace_id, account_id, hash) VALUES ($1, $2, $3)",
                    [.workspace(workspace), .integer(account), .text($0)])
            }
    }

    /// Uses up the code of a step; fails with `CodeSpent` where it, or a later one, was used before.
    package static func spend(_ account: Int64, secret: String, step: Int64) -> SQL {
        SQL(
            """
            UPDATE accounts SET second_factor_step = $3
            WHERE id = $1 AND second_factor = $2 AND second_factor_step < $3 AND second_factor_since IS NOT NULL RETURNING id
            """, [.integer(account), .text(secret), .integer(step)]
        ).expectingOneRow(orThrow: CodeSpent())
    }

    /// Uses up a recovery code; fails with `CodeSpent` where there is none such.
    package static func spendRecoveryCode(_ account: Int64, hash: String) -> SQL {
        SQL("DELETE FROM recovery_codes WHERE account_id = $1 AND hash = $2 RETURNING hash", [.integer(account), .text(hash)])
            .expectingOneRow(orThrow: CodeSpent())
    }

    package static func remove(_ account: Int64, now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                UPDATE accounts SET second_factor = NULL, second_factor_since = NULL, second_factor_step = 0, updated_at = $2, version = version + 1
                WHERE id = $1
                """, [.integer(account), .time(now)]),
            SQL("DELETE FROM recovery_codes WHERE account_id = $1", [.integer(account)]),
        ]
    }
}

/// The account has a second factor already.
package struct SecondFactorExists: Error, Equatable, Sendable {
    package init() {}
}

/// The code is wrong, or was used before.
package struct CodeSpent: Error, Equatable, Sendable {
    package init() {}
}

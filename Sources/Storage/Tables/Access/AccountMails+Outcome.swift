package import Domain

/// What an attempt leaves of a mail's row. Each statement may be repeated until it is known to have worked.
extension AccountMails {
    /// The mail server has it, or there is nobody to send it to.
    package static func remove(_ claim: Claim) -> SQL {
        SQL("DELETE FROM account_mails WHERE id = $1 AND state = 'sending' AND version = $2", [.integer(claim.id), .integer(claim.fence)])
    }

    /// - Parameter next: nil where it is given up.
    package static func fail(_ claim: Claim, reason: String, code: Int?, next: Timestamp?, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE account_mails SET state = $3, error = $4, status = $5, next_attempt_at = $6, lease_owner = NULL, lease_expires_at = NULL,
                updated_at = $7, version = version + 1
            WHERE id = $1 AND state = 'sending' AND version = $2
            """,
            [
                .integer(claim.id), .integer(claim.fence), .text(next == nil ? "dead" : "failed"), .text(String(reason.prefix(500))),
                .optional(code.map(Int64.init)), .optional(next?.milliseconds), .time(now),
            ])
    }

    /// How many were given up lately, how many are tried again, and why the last of each failed: `dead, failed, error of the dead, error of the failed`.
    package static let troubles = SQL(
        """
        SELECT (SELECT COUNT(*) FROM account_mails WHERE state = 'dead'), (SELECT COUNT(*) FROM account_mails WHERE state = 'failed'),
            (SELECT error FROM account_mails WHERE state = 'dead' ORDER BY updated_at DESC, id DESC LIMIT 1),
            (SELECT error FROM account_mails WHERE state = 'failed' ORDER BY updated_at DESC, id DESC LIMIT 1)
        """
    ).byStatistics()

    /// For a restored database: what was to be sent once may be long over.
    static let removeAll = SQL("DELETE FROM account_mails").unhurried().byStatistics()

    /// Those given up stay for a week, for whoever looks why.
    package static func sweep(now: Timestamp) -> SQL {
        SQL("DELETE FROM account_mails WHERE state = 'dead' AND updated_at <= $1", [.time(now.adding(.seconds(-7 * 86_400)))])
    }
}

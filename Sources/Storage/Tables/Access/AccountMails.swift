package import Domain

/// Mails to those who sign in, as a queue: claimed under a lease, and gone once the mail server has them.
package enum AccountMails {
    package enum Kind: String, Sendable {
        /// Somebody has asked for a new password.
        case password
        case invitation
    }

    /// A claimed mail.
    package struct Claim: Sendable, Equatable {
        package var id: Int64
        package var kind: Kind
        /// As it was typed: there may be no such account.
        package var email: String
        /// The network address of whoever asked for it.
        package var askedFrom: String?
        /// Counted with the attempt under way.
        package var attempts: Int64
        package var createdAt: Timestamp
        /// As of `RunQueue.Claim`.
        package var fence: Int64
    }

    package static func add(_ kind: Kind, to email: String, askedFrom: String? = nil, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO account_mails (kind, email, asked_from, state, next_attempt_at, created_at, updated_at, version)
            VALUES ($1, $2, $3, 'queued', $4, $4, $4, 1)
            """, [.text(kind.rawValue), .text(email), .optional(askedFrom), .time(now)])
    }

    /// One row where a mail is due.
    package static func anyDue(now: Timestamp) -> SQL {
        SQL("SELECT 1 FROM account_mails WHERE state IN ('queued', 'failed') AND next_attempt_at <= $1 LIMIT 1", [.time(now)])
    }

    /// See `RunQueue.claim` for the shape of the statement.
    package static func claim(owner: String, limit: Int, lease: Duration, now: Timestamp) -> SQL {
        SQL(
            """
            WITH due AS MATERIALIZED (
                SELECT q.id FROM account_mails q WHERE q.state IN ('queued', 'failed') AND q.next_attempt_at <= $3
                ORDER BY q.next_attempt_at, q.id LIMIT $4 {{skip_locked}})
            UPDATE account_mails SET state = 'sending', attempts = attempts + 1, lease_owner = $1, lease_expires_at = $2, updated_at = $3,
                version = version + 1
            WHERE id IN (SELECT id FROM due) AND state || '' IN ('queued', 'failed')
            RETURNING id, kind, email, asked_from, attempts, created_at, version
            """, [.text(owner), .time(now.adding(lease)), .time(now), .integer(Int64(limit))]
        ).plannedAnew()
    }

    /// - Parameter row: of `claim`.
    package static func claimed(_ row: Row) -> Claim {
        Claim(
            id: row.integer(0), kind: Kind(rawValue: row.text(1)) ?? .password, email: row.text(2), askedFrom: row.optionalText(3),
            attempts: row.integer(4), createdAt: row.time(5), fence: row.integer(6))
    }

    package static func renew(_ ids: [Int64], owner: String, lease: Duration, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE account_mails SET lease_expires_at = $2 WHERE lease_owner = $1 AND state = 'sending'
            AND id IN (\(placeholders(3...ids.count + 2)))
            """, [.text(owner), .time(now.adding(lease))] + ids.map(SQLValue.integer)
        ).oneOff()
    }

    /// Whether a worker is gone: one row where a lease has run out.
    package static func hasAbandoned(now: Timestamp) -> SQL {
        SQL("SELECT 1 FROM account_mails WHERE state = 'sending' AND lease_expires_at <= $1 LIMIT 1", [.time(now)])
    }

    /// Queues what workers that are gone had in hand: sent twice, it brings two links that both count.
    ///
    /// - Parameter owner: this process, as of `RunQueue.takeBack`.
    package static func takeBack(now: Timestamp, exceptOwner owner: String? = nil) -> SQL {
        SQL(
            """
            UPDATE account_mails SET state = \(AbandonedWork.either("'dead'", or: "'failed'")), next_attempt_at = \(AbandonedWork.nextAttempt),
                error = $3, lease_owner = NULL, lease_expires_at = NULL, updated_at = $1, version = version + 1
            WHERE state = 'sending' AND \(AbandonedWork.condition)
            """, [.time(now), .optional(owner), .text("The instance that was sending it stopped before the mail server answered.")])
    }

    /// Gives back all claims of an owner but those named.
    package static func releaseAll(of owner: String, except ids: [Int64], now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE account_mails SET state = 'queued', attempts = attempts - 1, next_attempt_at = $2, lease_owner = NULL, lease_expires_at = NULL,
                updated_at = $2, version = version + 1
            WHERE lease_owner = $1 AND state = 'sending' AND id NOT IN (\(placeholders(3...ids.count + 3)))
            """, [.text(owner), .time(now), .integer(0)] + ids.map(SQLValue.integer)
        ).oneOff()
    }
}

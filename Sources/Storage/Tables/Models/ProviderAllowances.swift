package import Domain

/// What all instances together have asked of each provider's key: the generic cell rate algorithm (ITU-T I.371) with a second's burst,
/// one for requests and one for tokens.
///
/// What was taken lasts until a time; a call may be made where that is not further away than a second, or than the call itself lasts.
package enum ProviderAllowances {
    /// Takes a call's share: one row where it was there.
    package static func take(_ share: AllowanceShare, of key: String, now: Timestamp) -> SQL {
        let requests = cell("requests_until", share: "$3")
        let tokens = cell("tokens_until", share: "$4")
        return SQL(
            """
            INSERT INTO provider_allowances (key, requests_until, tokens_until, closed_until)
            VALUES ($1, CAST($2 AS BIGINT) + $3, CAST($2 AS BIGINT) + $4, 0)
            ON CONFLICT (key) DO UPDATE SET requests_until = \(requests.next), tokens_until = \(tokens.next)
            WHERE provider_allowances.closed_until <= $2 AND \(requests.isOpen) AND \(tokens.isOpen) RETURNING key
            """, [.text(key), .integer(micro(now)), .integer(micro(share.requests)), .integer(micro(share.tokens))])
    }

    private static func cell(_ column: String, share: String) -> (next: String, isOpen: String) {
        let begin = "CASE WHEN provider_allowances.\(column) > $2 THEN provider_allowances.\(column) ELSE $2 END"
        let room = "CASE WHEN \(share) > \(burst) THEN CAST(\(share) AS BIGINT) ELSE \(burst) END"
        return ("\(begin) + \(share)", "\(begin) + \(share) <= $2 + \(room)")
    }

    private static let burst: Int64 = 1_000_000

    /// How a key stands: `requests_until, tokens_until, closed_until`, in microseconds.
    package static func read(_ key: String) -> SQL {
        SQL("SELECT requests_until, tokens_until, closed_until FROM provider_allowances WHERE key = $1", [.text(key)])
    }

    /// How long a share is not to be had.
    ///
    /// - Parameter row: of `read`.
    package static func wait(for share: AllowanceShare, _ row: Row, now: Timestamp) -> AllowanceWait {
        let now = micro(now)
        if row.integer(2) > now { return AllowanceWait(duration: .microseconds(row.integer(2) - now), isClosed: true) }
        let waits = [(row.integer(0), micro(share.requests)), (row.integer(1), micro(share.tokens))].map { until, share in
            max(until, now) + share - now - max(burst, share)
        }
        // Somebody else may have been faster, so that there is nothing to wait for.
        return AllowanceWait(duration: .microseconds(max(1000, waits.max() ?? 0)), isClosed: false)
    }

    package static func correct(_ tokens: Duration, of key: String) -> SQL {
        SQL("UPDATE provider_allowances SET tokens_until = tokens_until + $2 WHERE key = $1", [.text(key), .integer(micro(tokens))])
    }

    package static func close(_ key: String, until end: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO provider_allowances (key, requests_until, tokens_until, closed_until) VALUES ($1, 0, 0, $2)
            ON CONFLICT (key) DO UPDATE SET closed_until = excluded.closed_until WHERE provider_allowances.closed_until < excluded.closed_until
            """, [.text(key), .integer(micro(end))])
    }

    private static func micro(_ time: Timestamp) -> Int64 { time.milliseconds * 1000 }
    private static func micro(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
}

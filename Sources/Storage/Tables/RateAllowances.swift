package import Domain

/// What all instances together have let through of somebody's requests: until when it lasts, in microseconds.
///
/// By an address, an account or a key, and of no workspace: who asks too often may do so for several.
package enum RateAllowances {
    /// Adds what lasts for `duration` microseconds and returns until when all lasts then.
    package static func add(_ duration: Int64, to key: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO rate_allowances (key, until) VALUES ($1, CAST($2 AS BIGINT) + $3)
            ON CONFLICT (key) DO UPDATE
            SET until = CASE WHEN rate_allowances.until > $2 THEN rate_allowances.until ELSE $2 END + $3 RETURNING until
            """, [.text(key), .integer(now.milliseconds * 1000), .integer(duration)])
    }

    /// Removes what has long been over, and by now can be nobody's any more.
    package static func forget(now: Timestamp) -> SQL {
        SQL("DELETE FROM rate_allowances WHERE until < $1", [.integer(now.adding(.seconds(-600)).milliseconds * 1000)])
    }
}

package import Domain

/// How much guessing each place has done lately: by the generic cell rate algorithm (ITU-T I.371), one row a place.
package enum SignInTries {
    /// Enters a try and returns a row, or returns none where the place has to wait.
    ///
    /// - Parameters:
    ///   - each: for how long one try keeps the place busy, in milliseconds.
    ///   - most: how far ahead of now it may get, in milliseconds.
    package static func enter(_ key: String, each: Int64, most: Int64, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO sign_in_tries (key, busy_until) VALUES ($1, $4 + $2)
            ON CONFLICT (key) DO UPDATE SET
                busy_until = CASE WHEN sign_in_tries.busy_until > $4 THEN sign_in_tries.busy_until ELSE $4 END + $2
            WHERE sign_in_tries.busy_until + $2 <= $4 + $3
            RETURNING busy_until
            """, [.text(key), .integer(each), .integer(most), .time(now)])
    }

    /// How long the place has to wait: `busy_until`.
    package static func find(_ key: String) -> SQL { SQL("SELECT busy_until FROM sign_in_tries WHERE key = $1", [.text(key)]) }

    /// After a right password.
    package static func forgive(_ key: String) -> SQL { SQL("DELETE FROM sign_in_tries WHERE key = $1", [.text(key)]) }

    package static func giveBack(_ key: String, each: Int64) -> SQL {
        SQL("UPDATE sign_in_tries SET busy_until = busy_until - $2 WHERE key = $1", [.text(key), .integer(each)])
    }

    package static func sweep(now: Timestamp) -> SQL { SQL("DELETE FROM sign_in_tries WHERE busy_until <= $1", [.time(now)]) }
}

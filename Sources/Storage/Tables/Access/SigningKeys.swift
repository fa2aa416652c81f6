package import Domain

/// What access tokens are signed with. A key that was replaced goes on verifying until the last of its tokens has expired.
package enum SigningKeys {
    /// `id, secret, retires_at`, the youngest first.
    package static func current(now: Timestamp) -> SQL {
        SQL(
            "SELECT id, secret, retires_at FROM signing_keys WHERE retires_at IS NULL OR retires_at > $1 ORDER BY created_at DESC, id DESC",
            [.time(now)])
    }

    /// - Parameter retiresFormer: until when the others still verify.
    package static func add(id: String, secret: String, retiresFormer: Timestamp, now: Timestamp) -> [SQL] {
        [
            SQL("UPDATE signing_keys SET retires_at = $1 WHERE retires_at IS NULL", [.time(retiresFormer)]),
            SQL("INSERT INTO signing_keys (id, secret, created_at) VALUES ($1, $2, $3)", [.text(id), .text(secret), .time(now)]),
            SQL("DELETE FROM signing_keys WHERE retires_at <= $1", [.time(now)]),
        ]
    }

    /// The first of all, unless another instance has made it.
    package static func ensure(id: String, secret: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO signing_keys (id, secret, created_at)
            SELECT $1, $2, $3 FROM (SELECT 1 AS one) o WHERE NOT EXISTS (SELECT 1 FROM signing_keys WHERE retires_at IS NULL)
            """, [.text(id), .text(secret), .time(now)])
    }
}

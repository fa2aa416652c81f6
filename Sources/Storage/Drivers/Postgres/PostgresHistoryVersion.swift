import Domain

/// Tells whether the last messages of a person's history are those that were read before, without sending them, which costs both sides more
/// than finding them (docs/decisions/0007-postgresql-driver.md).
///
/// A row as it stands is told from all others by its number, the transaction that wrote it (`xmin`) and when it was last changed:
/// transactions' numbers come again, after 2^32 of them or where a standby was promoted that lacks the last ones. Each row is hashed to 64
/// bits, and so are the rows together: two different lists are taken for the same by a chance of one in 2^64, and where even numbers and
/// transactions are the same, of one in 2^32.
enum PostgresHistoryVersion {
    static func statement(of person: Person, limit: Int64) -> SQL {
        SQL(text, [.workspace(person.workspace), .integer(person.user), .integer(limit)]).quick()
    }

    /// One hash is the seed of the next: rows of one transaction would cancel each other if their numbers and times were mixed before.
    private static let text =
        """
        SELECT bit_xor(hashint8extended(updated_at, hashtextextended(CAST(xmin AS TEXT), id))) FROM (
            SELECT xmin, id, updated_at FROM communications
            WHERE workspace_id = $1 AND user_id = $2 AND direction = 'internal' ORDER BY id DESC LIMIT $3) AS latest
        """
}

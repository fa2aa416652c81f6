import Domain

/// Tells whether the last messages of a person's history are those that were read before, without sending them: half of what
/// fifty messages cost PostgreSQL, and most of what they cost who takes them in.
///
/// A row as it stands is told from all others by its number and the transaction that wrote it (`xmin`), which may be used a second time
/// only by a standby that was promoted without the last of them: therefore its time too. The numbers of so many rows are made one of
/// 64 bits, in which two different lists meet by a chance of one in 2^64.
enum PostgresHistoryVersion {
    static func statement(of person: Person, limit: Int64) -> SQL {
        SQL(text, [.workspace(person.workspace), .integer(person.user), .integer(limit)]).quick()
    }

    private static let text =
        """
        SELECT bit_xor(hashtextextended(CAST(xmin AS TEXT), id # created_at)) FROM (
            SELECT xmin, id, created_at FROM communications
            WHERE workspace_id = $1 AND user_id = $2 AND direction = 'internal' ORDER BY id DESC LIMIT $3) AS latest
        """
}

/// What statements say to one of the databases alone.
///
/// To PostgreSQL:
///
/// - `{{skip_locked}}`: a claim passes over rows that another claim has in hand.
/// - `{{lock}}`: nobody changes the row between this look and the end of the commit. SQLite has one writer, and needs neither.
/// - `{{number}}` before a column and `{{text}}` after one: it is looked up in no index; see `Unindexed`.
///
/// To SQLite:
///
/// - `{{among_unanswered}}` and `{{among_written}}` behind the messages: by the index of what waits for its answer, or of what agents and people
///   wrote here besides the chat. SQLite would rather go by all of a person's history, the former with statistics, such as somebody may have
///   gathered, the latter always.
enum DialectWords {
    private static let markers: [(marker: String, sqlite: String, postgres: String)] = [
        ("{{skip_locked}}", "", "FOR UPDATE SKIP LOCKED"), ("{{lock}}", "", "FOR UPDATE"), ("{{number}}", "", "+"), ("{{text}}", "", " || ''"),
        ("{{among_unanswered}}", " INDEXED BY communications_unanswered", ""), ("{{among_written}}", " INDEXED BY communications_written", ""),
    ]

    static func sql(_ text: String, for dialect: Dialect = .postgres) -> String {
        // Most statements have none, and the search for one byte is quick.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return markers.reduce(text) { $0.replacing($1.marker, with: dialect == .postgres ? $1.postgres : $1.sqlite) }
    }
}

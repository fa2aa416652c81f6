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
/// - `{{among_unanswered}}` behind the messages: by the index of what waits for its answer. With statistics, such as somebody may have gathered,
///   it takes all that a person ever said for few, and would read it for each question.
enum DialectWords {
    private static let markers: [(marker: String, sqlite: String, postgres: String)] = [
        ("{{skip_locked}}", "", "FOR UPDATE SKIP LOCKED"), ("{{lock}}", "", "FOR UPDATE"), ("{{number}}", "", "+"), ("{{text}}", "", " || ''"),
        ("{{among_unanswered}}", " INDEXED BY communications_unanswered", ""),
    ]

    static func sql(_ text: String, for dialect: Dialect = .postgres) -> String {
        // Most statements have none, and the search for one byte is quick.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return markers.reduce(text) { $0.replacing($1.marker, with: dialect == .postgres ? $1.postgres : $1.sqlite) }
    }
}

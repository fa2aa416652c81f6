/// What statements say to PostgreSQL alone.
///
/// - `{{skip_locked}}`: a claim passes over rows that another claim has in hand.
/// - `{{lock}}`: nobody changes the row between this look and the end of the commit. SQLite has one writer, and needs neither.
/// - `{{number}}` before a column and `{{text}}` after one: it is looked up in no index; see `Unindexed`.
enum DialectWords {
    private static let markers = ["{{skip_locked}}": "FOR UPDATE SKIP LOCKED", "{{lock}}": "FOR UPDATE", "{{number}}": "+", "{{text}}": " || ''"]

    static func sql(_ text: String, for dialect: Dialect = .postgres) -> String {
        // Most statements have none, and the search for one byte is quick.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return markers.reduce(text) { $0.replacing($1.key, with: dialect == .postgres ? $1.value : "") }
    }
}

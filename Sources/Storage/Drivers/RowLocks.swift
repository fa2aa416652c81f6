/// What statements say of locks that PostgreSQL takes; SQLite has one writer and needs none.
///
/// - `{{skip_locked}}`: a claim passes over rows that another claim has in hand.
/// - `{{lock}}`: nobody changes the row between this look and the end of the commit.
enum RowLocks {
    private static let markers = ["{{skip_locked}}": "FOR UPDATE SKIP LOCKED", "{{lock}}": "FOR UPDATE"]

    static func sql(_ text: String, for dialect: Dialect = .postgres) -> String {
        // Most statements have none, and the search for one byte is quick.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return markers.reduce(text) { $0.replacing($1.key, with: dialect == .postgres ? $1.value : "") }
    }
}

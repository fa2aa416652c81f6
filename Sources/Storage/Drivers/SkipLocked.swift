/// `{{skip_locked}}` in a statement: PostgreSQL's claims pass over rows that another claim has in hand; SQLite has one
/// writer and needs nothing.
enum SkipLocked {
    private static let marker = "{{skip_locked}}"

    static func sql(_ text: String, for dialect: Dialect = .postgres) -> String {
        // Most statements have none, and the search for one byte is quick.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return text.replacing(marker, with: dialect == .postgres ? "FOR UPDATE SKIP LOCKED" : "")
    }
}

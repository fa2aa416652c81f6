import Testing

@testable import Storage

@Suite struct `Numbered placeholders` {
    @Test func `are SQLite's by number`() {
        #expect(NumberedPlaceholders.translated("SELECT $2, $1, $10") == "SELECT ?2, ?1, ?10")
    }

    @Test func `are left to SQLite's own count where they are next in turn`() {
        #expect(NumberedPlaceholders.translated("VALUES ($1, $2, $3), ($2, $4, $6, $5, $7)") == "VALUES (?, ?, ?), (?2, ?, ?6, ?5, ?)")
    }

    @Test func `are listed with commas`() {
        #expect(placeholders(2...4) == "$2, $3, $4")
    }
}

import Testing

@testable import Storage

@Suite struct `Numbered placeholders` {
    @Test func `are SQLite's by number`() {
        #expect(NumberedPlaceholders.translate("SELECT $2, $1, $10") == "SELECT ?2, ?1, ?10")
    }

    @Test func `are the same however many statements came between`() {
        for number in 0..<5000 { _ = NumberedPlaceholders.translate("SELECT $1, \(number)") }
        #expect(NumberedPlaceholders.translate("SELECT $1") == "SELECT ?1")
    }

    @Test func `are listed with commas`() {
        #expect(placeholders(2...4) == "$2, $3, $4")
    }
}

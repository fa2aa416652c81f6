import Testing

@testable import Storage

@Suite struct `A statement's text as a key` {
    @Test func `is the same for the same text only, wherever they differ`() {
        let text = String(repeating: "SELECT 1 ", count: 50)
        #expect(StatementText(text) == StatementText(text) && StatementText(text).hashValue == StatementText(text).hashValue)
        for place in 0..<text.utf8.count {
            var other = Array(text.utf8)
            other[place] ^= 1
            #expect(StatementText(text) != StatementText(String(decoding: other, as: UTF8.self)))
        }
        #expect(StatementText("") != StatementText("S"))
    }
}

import Testing

@testable import Storage

@Suite struct `A statement's text as a key` {
    @Test func `finds what was kept for it, and nothing for a text that differs by a byte`() {
        let text = String(repeating: "SELECT 1 ", count: 50)
        let kept = [StatementText(text): 1, StatementText(""): 2]
        #expect(kept[StatementText(String(decoding: Array(text.utf8), as: UTF8.self))] == 1 && kept[StatementText("")] == 2)
        for place in 0..<text.utf8.count {
            var other = Array(text.utf8)
            other[place] ^= 1
            #expect(kept[StatementText(String(decoding: other, as: UTF8.self))] == nil)
        }
        #expect(kept[StatementText("S")] == nil)
    }

    @Test func `hashes few bytes of a long text`() {
        let texts = (0..<100).map { "SELECT \($0 % 10)" + String(repeating: " ", count: 1000 + $0) }
        #expect(Set(texts.map { StatementText($0).hashValue }).count > 90)
    }
}

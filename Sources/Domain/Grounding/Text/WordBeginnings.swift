/// What words begin with, each beginning with a meaning; told apart by the first four bytes, since few begin like any one word.
struct WordBeginnings<Meaning: Sendable>: Sendable {
    private let heads: [UInt32]
    private let meanings: [(beginning: String, meaning: Meaning)]
    /// Of each head, the bit that its highest bits name: most words have none of these.
    private var marks: UInt64 = 0

    /// - Parameter beginnings: none is shorter than four bytes.
    init(_ beginnings: [(String, Meaning)]) {
        meanings = beginnings.map { (beginning: $0.0, meaning: $0.1) }
        heads = beginnings.map { FoldedWord($0.0).head }
        precondition(beginnings.allSatisfy { $0.0.utf8.count >= 4 }, "A beginning of less than four letters is that of too many words.")
        for head in heads { marks |= Self.mark(head) }
    }

    private static func mark(_ head: UInt32) -> UInt64 { 1 << UInt64((head &* 0x9E37_79B1) >> 26) }

    /// The meanings of those with which the word begins, in the order in which they were given.
    @inline(__always)
    func meanings(of word: FoldedWord) -> [Meaning] { marks & Self.mark(word.head) == 0 ? [] : listed(word) }

    private func listed(_ word: FoldedWord) -> [Meaning] {
        var found: [Meaning] = []
        for place in heads.indices where heads[place] == word.head && word.text.hasPrefix(meanings[place].beginning) {
            found.append(meanings[place].meaning)
        }
        return found
    }
}

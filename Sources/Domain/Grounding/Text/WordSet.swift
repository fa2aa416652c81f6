/// Words in lower case, found by their keys.
struct WordSet: ExpressibleByArrayLiteral, Sendable {
    /// In the order in which they were given.
    let words: [String]
    /// A table with at least half of its slots free: the key of a word in the slot that its highest bits name or in one of the
    /// next, and zero in a free one.
    private let keys: [UInt64]
    /// The place of the slot's word in the list.
    private let places: [Int32]
    private let shift: UInt64

    init(_ given: some Sequence<String>) {
        var known: Set<String> = []
        words = given.filter { known.insert($0).inserted }
        var bits: UInt64 = 2
        while 1 << bits < 2 * words.count { bits += 1 }
        shift = 64 - bits
        var keys = Array(repeating: UInt64(0), count: 1 << bits)
        var places = Array(repeating: Int32(0), count: 1 << bits)
        for (place, word) in words.enumerated() {
            let key = FoldedWord(word).key
            var slot = Int(key >> shift)
            while keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
            (keys[slot], places[slot]) = (key, Int32(place))
        }
        (self.keys, self.places) = (keys, places)
    }

    init(arrayLiteral words: String...) { self.init(words) }

    func union(_ other: WordSet) -> WordSet { WordSet(words + other.words) }

    func contains(_ word: FoldedWord) -> Bool { holds(word.key) && place(of: word) != nil }
    func contains(_ word: String) -> Bool { contains(FoldedWord(word)) }

    /// Whether a word of that key is in it: asked first, as few words of a text are in any one set.
    func holds(_ key: UInt64) -> Bool { slot(of: key) != nil }

    /// Where the word stands in the list; nil where it does not.
    func place(of word: FoldedWord) -> Int? {
        var next = slot(of: word.key)
        while let slot = next {
            if words[Int(places[slot])] == word.text { return Int(places[slot]) }
            next = self.slot(of: word.key, from: (slot + 1) & (keys.count - 1))
        }
        return nil
    }

    private func slot(of key: UInt64) -> Int? { slot(of: key, from: Int(truncatingIfNeeded: key >> shift)) }

    private func slot(of key: UInt64, from start: Int) -> Int? {
        var slot = start
        while keys[slot] != 0 {
            if keys[slot] == key { return slot }
            slot = (slot &+ 1) & (keys.count &- 1)
        }
        return nil
    }
}

/// What words mean, found by their keys.
struct WordMap<Meaning: Sendable>: Sendable {
    let words: WordSet
    private let meanings: [Meaning]

    init(_ meanings: [String: Meaning]) {
        words = WordSet(meanings.keys)
        self.meanings = words.words.compactMap { meanings[$0] }
    }

    subscript(word: FoldedWord) -> Meaning? {
        guard words.holds(word.key), let place = words.place(of: word) else { return nil }
        return meanings[place]
    }
}

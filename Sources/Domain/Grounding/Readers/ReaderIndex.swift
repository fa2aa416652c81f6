/// Finds the readers whose claims may begin with a token.
struct ReaderIndex: Sendable {
    /// Places in the list of readers, one bit each.
    struct Places: Sequence, IteratorProtocol, Sendable {
        var bits: UInt32 = 0

        mutating func formUnion(_ other: Places) { bits |= other.bits }

        /// The lowest, which it takes out; nil where none is left.
        mutating func next() -> Int? {
            guard bits != 0 else { return nil }
            defer { bits &= bits - 1 }
            return bits.trailingZeroBitCount
        }
    }

    private let byWord: WordMap<Places>
    private let byBeginning: WordBeginnings<Places>
    private var byKind = Array(repeating: Places(), count: TextToken.Kind.allCases.count)
    private var capitalised = Places()

    init(_ readers: [any ClaimReader]) {
        precondition(readers.count <= UInt32.bitWidth)
        var byWord: [String: Places] = [:]
        var byBeginning: [(String, Places)] = []
        for (number, beginnings) in readers.map(\.beginnings).enumerated() {
            let place = Places(bits: 1 << UInt32(number))
            for word in beginnings.words.words { byWord[word, default: Places()].formUnion(place) }
            byBeginning += beginnings.prefixes.map { ($0, place) }
            for kind in beginnings.kinds { byKind[kind.rawValue].formUnion(place) }
            if beginnings.isCapitalised { capitalised.formUnion(place) }
        }
        self.byWord = WordMap(byWord)
        self.byBeginning = WordBeginnings(byBeginning)
    }

    /// In the order of the list.
    func places(at index: Int, in text: ReadText) -> Places {
        var places = byKind[text.tokens[index].kind.rawValue]
        let word = text.tokens[index].word
        if let ofWord = byWord[word] { places.formUnion(ofWord) }
        for ofBeginning in byBeginning.meanings(of: word.text) { places.formUnion(ofBeginning) }
        if text.tokens[index].isCapitalised { places.formUnion(capitalised) }
        return places
    }
}

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

    private let readers: [any ClaimReader]
    private let byWord: WordMap<Places>
    private let byBeginning: WordBeginnings<Places>
    private var byKind = Array(repeating: Places(), count: TextToken.Kind.allCases.count)
    private var capitalised = Places()
    private let byNext: WordMap<Places>

    init(_ readers: [any ClaimReader]) {
        precondition(readers.count <= UInt32.bitWidth)
        self.readers = readers
        var byWord: [String: Places] = [:]
        var byNext: [String: Places] = [:]
        var byBeginning: [(String, Places)] = []
        for (number, beginnings) in readers.map(\.beginnings).enumerated() {
            let place = Places(bits: 1 << UInt32(number))
            for word in beginnings.words.words { byWord[word, default: Places()].formUnion(place) }
            for word in beginnings.following.words { byNext[word, default: Places()].formUnion(place) }
            byBeginning += beginnings.prefixes.map { ($0, place) }
            for kind in beginnings.kinds { byKind[kind.rawValue].formUnion(place) }
            if beginnings.isCapitalised { capitalised.formUnion(place) }
        }
        self.byWord = WordMap(byWord)
        self.byNext = WordMap(byNext)
        self.byBeginning = WordBeginnings(byBeginning)
    }

    /// What the first of the readers finds that finds a claim there.
    func reading(at index: Int, in text: ReadText) -> Reading? {
        for place in places(at: index, in: text) {
            if let reading = readers[place].claim(at: index, in: text) { return reading }
        }
        return nil
    }

    /// In the order of the list.
    func places(at index: Int, in text: ReadText) -> Places {
        var places = byKind[text.tokens[index].kind.rawValue]
        if let ofWord = byWord[text.tokens[index].word] { places.formUnion(ofWord) }
        for ofBeginning in byBeginning.meanings(of: text.tokens[index].word) { places.formUnion(ofBeginning) }
        if text.tokens[index].isCapitalised { places.formUnion(capitalised) }
        if index + 1 < text.tokens.count, let ofNext = byNext[text.tokens[index + 1].word] { places.formUnion(ofNext) }
        return places
    }
}

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

    private var byWord: [String: Places] = [:]
    /// By the first byte.
    private var byPrefix: [[(prefix: String, places: Places)]] = Array(repeating: [], count: 256)
    private var byKind = Array(repeating: Places(), count: TextToken.Kind.allCases.count)
    private var capitalised = Places()

    init(_ readers: [any ClaimReader]) {
        precondition(readers.count <= UInt32.bitWidth)
        for (number, beginnings) in readers.map(\.beginnings).enumerated() {
            let place = Places(bits: 1 << UInt32(number))
            for word in beginnings.words { byWord[word, default: Places()].formUnion(place) }
            for prefix in beginnings.prefixes { byPrefix[Int(prefix.utf8.first ?? 0)].append((prefix, place)) }
            for kind in beginnings.kinds { byKind[kind.rawValue].formUnion(place) }
            if beginnings.isCapitalised { capitalised.formUnion(place) }
        }
    }

    /// In the order of the list.
    func places(for token: borrowing TextToken) -> Places {
        var places = byKind[token.kind.rawValue]
        if let ofWord = byWord[token.folded] { places.formUnion(ofWord) }
        for (prefix, ofPrefix) in byPrefix[Int(token.folded.utf8.first ?? 0)] where token.folded.hasPrefix(prefix) { places.formUnion(ofPrefix) }
        if token.isCapitalised { places.formUnion(capitalised) }
        return places
    }
}

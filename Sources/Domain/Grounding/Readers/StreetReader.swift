/// Street addresses: `221 Baker Street`, `Hauptstraße 5`.
struct StreetReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(kinds: [.number], isCapitalised: true) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let end = numberFirst(index, text) ?? numberLast(index, text) else { return nil }
        let words = text.tokens[index..<end].map(\.folded).joined(separator: " ")
        return Reading(text.claim(.address, index..<end, .text(words)), end: end)
    }

    private func numberFirst(_ index: Int, _ text: ReadText) -> Int? {
        guard text.number(index)?.plainNumber != nil else { return nil }
        let names = (index + 1..<index + 5).prefix { text.isCapitalised($0) }
        guard let kind = names.dropFirst().first(where: { text.has(Self.kinds, at: $0) }) else { return nil }
        return kind + 1
    }

    private func numberLast(_ index: Int, _ text: ReadText) -> Int? {
        guard text.isCapitalised(index), text.number(index + 1)?.plainNumber != nil, Self.endings.contains(where: text.word(index).hasSuffix) else {
            return nil
        }
        return index + 2
    }

    private static let kinds: WordSet = [
        "street", "st", "road", "rd", "avenue", "ave", "lane", "boulevard", "blvd", "drive", "way", "square", "place", "court", "terrace", "quay",
    ]
    private static let endings = ["straße", "strasse", "gasse", "weg", "platz", "allee"]
}

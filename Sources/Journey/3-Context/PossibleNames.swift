/// Runs of a message's words that may be somebody's whole name, in the usual spellings, for an index that holds names as they are written.
enum PossibleNames {
    /// - Parameter text: a message, of which the beginning is looked through.
    static func all(in text: String) -> [String] {
        let words = text.prefix(longestText).split(whereSeparator: \.isWhitespace).prefix(mostWords).map(String.init)
        let runs = words.indices.flatMap { start in
            (start..<min(start + longestName, words.count)).compactMap { end in name(words[start...end]) }
        }
        return runs.withoutRepeats.flatMap(spellings).withoutRepeats
    }

    /// Without the marks around it and a possessive ending; nil for everyday words, and for what a comma or the like divides.
    private static func name(_ words: ArraySlice<String>) -> String? {
        let isDivided = words.dropLast().contains { $0.last.map(divides) == true }
        let name = withoutMarks(words.joined(separator: " "))
        guard !isDivided, !name.isEmpty else { return nil }
        let mayBeName = MessageWords(name).bare.contains(where: NamedSubject.mayBeginName) || name.first?.isUppercase == true
        return mayBeName ? name : nil
    }

    private static func withoutMarks(_ text: String) -> String {
        let isMark = { (character: Character) in !character.isLetter && !character.isNumber }
        var name = text.drop(while: isMark)
        // A name may end with a mark, as a short form does; then it stands as it is.
        while let last = name.last, isMark(last), last != ".", last != ")" { name.removeLast() }
        return String(name)
    }

    private static func divides(_ mark: Character) -> Bool { [",", ";", ":", "?", "!"].contains(mark) }

    private static func spellings(of name: String) -> [String] {
        let bare = name.replacing(/['\u{2019}][sS]?$/, with: "")
        let endings = [name, bare, bare.hasSuffix(".") ? String(bare.dropLast()) : bare].withoutRepeats
        return endings.flatMap { ending in
            let capitals = ending.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: " ")
            return [ending, capitals, ending.lowercased(), ending.uppercased()]
        }
    }

    private static let longestText = 600
    private static let mostWords = 24
    /// In words.
    private static let longestName = 5
}

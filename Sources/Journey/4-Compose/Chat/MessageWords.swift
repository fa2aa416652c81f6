/// What a person typed, as lower-case words without punctuation.
struct MessageWords {
    let words: [String]
    /// The same words as they were typed.
    let typed: [String]
    private let set: Set<String>
    private let initials: Set<UInt8>

    init(_ text: String) {
        typed = Self.separated(text)
        words = typed.map { $0.lowercased() }
        set = Set(words)
        initials = Set(words.compactMap { $0.utf8.first })
    }

    func has(_ word: String) -> Bool { set.contains(word) }
    func hasAny(_ others: Set<String>) -> Bool { !set.isDisjoint(with: others) }

    /// False where `name` can't begin with any of the words; a cheap look before it is split.
    func mayName(_ name: String) -> Bool {
        guard let byte = name.utf8.first else { return false }
        guard Unicode.Scalar(byte).properties.isAlphabetic, byte < 0x80 else { return true }
        return initials.contains(byte | 0x20)
    }

    /// True where `phrase` occurs word by word.
    func contains(_ phrase: [String]) -> Bool { range(of: phrase) != nil }

    func range(of phrase: [String]) -> Range<Int>? {
        guard !phrase.isEmpty, phrase.count <= words.count else { return nil }
        let start = (0...(words.count - phrase.count)).first { words[$0..<($0 + phrase.count)].elementsEqual(phrase) }
        return start.map { $0..<($0 + phrase.count) }
    }

    /// The first word that carries the sentence: what remains after "could you please".
    var leading: String? { words.first { !Self.fillers.contains($0) } }

    /// The words as typed after the last of `prepositions`, without pronouns; nil where there are none.
    func trailing(_ prepositions: Set<String>) -> String? {
        guard let index = words.lastIndex(where: prepositions.contains) else { return nil }
        let rest = typed[(index + 1)...].filter { !["me", "us", "you", "them", "today", "the"].contains($0.lowercased()) }
        return rest.isEmpty ? nil : rest.joined(separator: " ")
    }

    /// The words of a name, ready to be looked for.
    static func split(_ text: String) -> [String] { separated(text).map { $0.lowercased() } }

    /// Apostrophes vanish, so that "what's" is `whats`; letters and digits of any script make words.
    private static func separated(_ text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isWordPart(scalar) {
                word.append(scalar)
            } else if scalar != "'" && scalar != "\u{2019}" && !word.isEmpty {
                words.append(String(word))
                word.removeAll()
            }
        }
        return word.isEmpty ? words : words + [String(word)]
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": return true
        case _ where scalar.isASCII: return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .decimalNumber:
            return true
        default: return false
        }
    }

    private static let fillers: Set<String> = [
        "please", "pls", "can", "could", "would", "will", "you", "i", "id", "want", "need", "like", "to", "hey", "hi", "hello", "ok", "okay", "now",
        "and", "so", "just", "kindly", "let", "lets", "us", "help", "me",
    ]
}

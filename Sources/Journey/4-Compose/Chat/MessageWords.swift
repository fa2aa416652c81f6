/// What a person typed, as lower-case words without punctuation.
struct MessageWords {
    let words: [String]
    /// The same without a possessive ending: `Anna's` is `anna`.
    let bare: [String]
    /// The same words as they were typed.
    let typed: [String]
    /// Whether more than a space stands before the word: a comma, a full stop, the beginning.
    private let followsBreak: [Bool]
    private let set: Set<String>
    private let initials: Set<UInt8>

    init(_ text: String) {
        let separated = Self.separated(text)
        typed = separated.map(\.word)
        words = typed.map { $0.lowercased() }
        bare = zip(words, separated).map { word, piece in piece.isPossessive && !Self.contractions.contains(word) ? String(word.dropLast()) : word }
        followsBreak = separated.map(\.followsBreak)
        set = Set(words + bare)
        initials = Set(words.compactMap { $0.utf8.first })
    }

    /// The same with a comma in the place of some words.
    func without(_ places: some Collection<Int>) -> MessageWords {
        guard !places.isEmpty else { return self }
        let words = typed.indices.map { places.contains($0) ? "," : String(typed[$0].prefix(bare[$0].count)) }
        return MessageWords(words.joined(separator: " "))
    }

    func has(_ word: String) -> Bool { set.contains(word) }
    func hasAny(_ others: Set<String>) -> Bool { !set.isDisjoint(with: others) }

    /// False where `name` can't begin with any of the words; a cheap look before it is split.
    func mayName(_ name: String) -> Bool {
        guard let byte = name.utf8.first else { return false }
        guard Unicode.Scalar(byte).properties.isAlphabetic, byte < 0x80 else { return true }
        return initials.contains(byte | 0x20)
    }

    /// Whether the word at `index` was typed with a capital; false where none is.
    func isCapitalised(_ index: Int) -> Bool { typed.indices.contains(index) && typed[index].first?.isUppercase == true }

    /// Whether the word at `index` goes on with what stands before it, without a comma or a full stop between them.
    func continues(_ index: Int) -> Bool { followsBreak.indices.contains(index) && !followsBreak[index] }

    /// Whether capitals say nothing, since all letters are such.
    var isShouted: Bool { typed.count > 1 && !typed.contains { $0.contains(where: \.isLowercase) } }

    /// True where `phrase` occurs word by word.
    func contains(_ phrase: [String]) -> Bool { range(of: phrase) != nil }

    func range(of phrase: [String], where fits: (Range<Int>) -> Bool = { _ in true }) -> Range<Int>? {
        guard !phrase.isEmpty, phrase.count <= words.count else { return nil }
        return (0...(words.count - phrase.count)).lazy.map { $0..<($0 + phrase.count) }.first { range in
            zip(range, phrase).allSatisfy { words[$0] == $1 || bare[$0] == $1 } && fits(range)
        }
    }

    /// The first word that carries the sentence: what remains after "could you please" and "actually".
    var leading: String? { words.first { !Self.fillers.contains($0) } }

    /// Whether a word with a capital follows one of `prepositions`: "overdue for Maria".
    func hasName(after prepositions: Set<String>) -> Bool {
        words.indices.contains { prepositions.contains(words[$0]) && isCapitalised($0 + 1) }
    }

    /// The words as typed after the last of `prepositions`, without pronouns; nil where there are none.
    func trailing(_ prepositions: Set<String>) -> String? {
        guard let index = words.lastIndex(where: prepositions.contains) else { return nil }
        let rest = typed[(index + 1)...].filter { !["me", "us", "you", "them", "today", "the"].contains($0.lowercased()) }
        return rest.isEmpty ? nil : rest.joined(separator: " ")
    }

    /// The words of a name, ready to be looked for.
    static func split(_ text: String) -> [String] { separated(text).map { $0.word.lowercased() } }

    private typealias Piece = (word: String, isPossessive: Bool, followsBreak: Bool)

    /// Apostrophes vanish, so that "what's" is `whats`; letters and digits of any script make words.
    private static func separated(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        var word = String.UnicodeScalarView()
        /// How long the word was before its last apostrophe.
        var beforeApostrophe = -1
        var sawBreak = true
        func end() {
            guard !word.isEmpty else { return }
            let isPossessive = beforeApostrophe > 0 && word.count == beforeApostrophe + 1 && (word.last == "s" || word.last == "S")
            pieces.append((String(word), isPossessive, sawBreak))
            word.removeAll()
            (beforeApostrophe, sawBreak) = (-1, false)
        }
        for scalar in text.unicodeScalars {
            if isWordPart(scalar) {
                word.append(scalar)
            } else if scalar == "'" || scalar == "\u{2019}" {
                beforeApostrophe = word.count
            } else {
                end()
                if scalar != " " { sawBreak = true }
            }
        }
        end()
        return pieces
    }

    /// In these the s is a verb, or stands for "us".
    private static let contractions: Set<String> = [
        "whats", "whos", "wheres", "whens", "hows", "thats", "its", "theres", "heres", "hes", "shes", "lets",
    ]

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
        "actually", "well", "then", "also", "oh", "yes", "yeah", "no", "sorry",
    ]
}

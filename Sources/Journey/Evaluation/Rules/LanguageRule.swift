import Domain

/// In which language the message is, by the everyday words in it.
struct LanguageRule: EvalRule {
    static let name = "language"
    private let language: String

    init(_ json: JSONValue) throws(ValidationError) {
        guard case .string(let language) = json, Self.everyday[language] != nil else {
            throw ValidationError(field: Self.name, "language must be one of \(Self.everyday.keys.sorted().joined(separator: ", ")).")
        }
        self.language = language
    }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let words = EvalText.words(subject.message.text)
        let counts = Self.everyday.mapValues { known in words.count(where: known.contains) }
        let most = counts.values.max() ?? 0
        guard most > 0 else { return .unscored("It has too few words to tell its language.") }
        return .passed(counts[language] == most, else: "It reads as \(counts.filter { $0.value == most }.keys.sorted().joined(separator: " or ")).")
    }

    private static let everyday: [String: Set<String>] = [
        "en": [
            "the", "and", "is", "are", "you", "your", "we", "our", "for", "of", "to", "in", "on", "with", "that", "this", "have", "would", "shall",
            "i",
        ],
        "de": [
            "der", "die", "das", "und", "ist", "sind", "sie", "ihr", "ihre", "wir", "uns", "für", "von", "zu", "mit", "ein", "eine", "ich", "nicht",
            "auf",
        ],
        "fr": [
            "le", "la", "les", "et", "est", "sont", "vous", "votre", "nous", "pour", "de", "du", "des", "un", "une", "avec", "je", "que", "sur",
            "pas",
        ],
        "es": ["el", "la", "los", "las", "y", "es", "son", "usted", "su", "nos", "para", "de", "del", "un", "una", "con", "que", "en", "por", "no"],
    ]
}

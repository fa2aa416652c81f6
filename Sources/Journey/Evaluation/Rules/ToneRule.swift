import Domain

/// What a tone forbids and asks for, as far as signs show it; the rest is a judge's to say.
struct ToneRule: EvalRule {
    static let name = "tone"
    private let tone: Tone

    init(_ json: JSONValue) throws(ValidationError) {
        guard case .string(let word) = json, let tone = Tone(rawValue: word) else {
            throw ValidationError(field: Self.name, "tone must be one of \(Tone.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        self.tone = tone
    }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let text = subject.message.text
        let faults = shouting(text) + (tone == .professional || tone == .strict ? exuberance(text) : []) + ofTone(text)
        return .passed(faults.isEmpty, else: "For \(tone.rawValue) it has \(faults.joined(separator: ", ")).")
    }

    private func shouting(_ text: String) -> [String] {
        let words = text.split { !$0.isLetter }.filter { $0.count > 4 && $0 == $0.uppercased() && $0 != $0.lowercased() }
        return words.map { "a word in capitals (\($0))" }
    }

    private func exuberance(_ text: String) -> [String] {
        (text.contains("!") ? ["an exclamation mark"] : [])
            + (text.unicodeScalars.contains { $0.properties.isEmojiPresentation || $0.value == 0xFE0F } ? ["an emoji"] : [])
    }

    private func ofTone(_ text: String) -> [String] {
        let (words, sentences) = (EvalText.words(text), EvalText.sentences(text))
        switch tone {
        case .professional: return []
        case .strict: return words.count > Self.strictLimit * max(1, sentences.count) ? ["long sentences"] : []
        case .friendly: return words.contains(where: Self.addresses.contains) ? [] : ["no word to its reader"]
        case .playful: return text.contains(where: { "!?".contains($0) }) ? [] : ["neither a question nor an exclamation"]
        }
    }

    /// Words in a sentence, on average.
    private static let strictLimit = 14
    private static let addresses: Set<String> = [
        "you", "your", "you're", "you've", "you'd", "us", "we", "me", "let's", "du", "dir", "dein", "sie", "ihnen", "ihr",
    ]
}

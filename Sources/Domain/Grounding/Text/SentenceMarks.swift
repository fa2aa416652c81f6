/// Marks the tokens with which a sentence begins.
enum SentenceMarks {
    static func mark(_ tokens: inout [TextToken]) {
        var begins = true
        for index in tokens.indices {
            begins = begins || tokens[index].beginsLine
            tokens[index].beginsSentence = begins
            // A bullet or a quotation mark leaves it to the next word, and a full stop closes what came before.
            begins = tokens[index].kind == .sign && (begins || ends(tokens, index))
        }
    }

    private static func ends(_ tokens: [TextToken], _ index: Int) -> Bool {
        if enders.contains(tokens[index].word) { return true }
        return fullStop.contains(tokens[index].word) && (index == 0 || !abbreviations.contains(tokens[index - 1].word))
    }

    private static let enders: WordSet = ["!", "?", ":", "\u{2026}"]
    private static let fullStop: WordSet = ["."]
    private static let abbreviations: WordSet = ["mr", "mrs", "ms", "dr", "st", "no", "e", "g", "i", "approx", "p"]
}

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
        switch tokens[index].folded {
        case "!", "?", ":", "\u{2026}": true
        case ".": index == 0 || !abbreviations.contains(tokens[index - 1].folded)
        default: false
        }
    }

    private static let abbreviations: WordSet = ["mr", "mrs", "ms", "dr", "st", "no", "e", "g", "i", "approx", "p"]
}

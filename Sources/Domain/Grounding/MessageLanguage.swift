/// Whether a message is in the language of the claim readers, which is English.
enum MessageLanguage {
    /// The first word of a text in another language; none where it is English, or too short to tell.
    static func unread(_ text: ReadText, names: KnownNames) -> [Claim] {
        var small = 0
        var english = 0
        var letters = 0
        var foreign = 0
        for index in text.tokens.indices where text.tokens[index].kind == .word {
            let length = text.tokens[index].range.count
            letters += length
            if isOtherScript(text.tokens[index].text) { foreign += length }
            // What is capitalised may be a name, and names are of every language.
            guard !text.tokens[index].isCapitalised else { continue }
            small += 1
            if EverydayWords.letters.contains(text.tokens[index].word) { english += 1 }
        }
        let ofNames = foreign > 0 ? lettersOfNames(names, text) : (all: 0, foreign: 0)
        foreign -= ofNames.foreign
        let isOther = foreign >= leastOtherBytes && foreign * 2 > letters - ofNames.all || small >= leastWords && english * 6 < small
        guard isOther, let first = text.tokens.firstIndex(where: { $0.kind == .word }) else { return [] }
        return [text.claim(.language, first..<first + 1, .text(""))]
    }

    /// How many bytes of a text's words are of what the records call somebody or something, and how many of these in another script: a short
    /// message may be of names for the most part.
    private static func lettersOfNames(_ names: KnownNames, _ text: ReadText) -> (all: Int, foreign: Int) {
        var letters = (all: 0, foreign: 0)
        var index = 0
        while index < text.tokens.count {
            let end = names.end(in: text, from: index) ?? index
            for token in text.tokens[index..<end] where token.kind == .word {
                letters.all += token.range.count
                if isOtherScript(token.text) { letters.foreign += token.range.count }
            }
            index = max(end, index + 1)
        }
        return letters
    }

    /// Whether the word is in none of the Latin letters.
    private static func isOtherScript(_ word: String) -> Bool {
        // In ASCII, as nearly all of an English text is, a byte is a letter.
        guard word.utf8.first ?? 0 >= 0x80, let first = word.unicodeScalars.first, first.value >= 0x250 else { return false }
        return !(0x1E00...0x1EFF).contains(first.value) && !(0x2C60...0x2C7F).contains(first.value)
    }

    /// Fewer words do not tell: half of those of an English letter are everyday ones, and hardly any of another.
    private static let leastWords = 10
    /// A greeting in another script is no message in it.
    private static let leastOtherBytes = 22
}

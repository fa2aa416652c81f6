/// Makes one number of the words that spell it.
enum SpelledNumbers {
    static func join(_ tokens: inout [TextToken]) {
        // Most texts spell none.
        guard var index = tokens.indices.first(where: { isNumberWord(tokens, $0) }) else { return }
        var kept = index
        while index < tokens.count {
            let end = end(of: tokens, from: index)
            if end > index {
                tokens[kept] = number(Array(tokens[index..<end]))
            } else if kept < index {
                tokens[kept] = tokens[index]
            }
            kept += 1
            index = max(end, index + 1)
        }
        tokens.removeLast(tokens.count - kept)
    }

    private static func isNumberWord(_ tokens: [TextToken], _ index: Int) -> Bool {
        tokens[index].kind == .word && NumberWords.all.holds(tokens[index].word.key) && NumberWords.all.contains(tokens[index].word)
    }

    /// The token after the number that begins at `start`: words, hyphens between them, and an "and" after hundred or thousand.
    /// `start` where none begins.
    private static func end(of tokens: [TextToken], from start: Int) -> Int {
        var end = start
        var next = start
        while next < tokens.count {
            if isNumberWord(tokens, next) {
                end = next + 1
            } else {
                guard end == next, next > start, joins(tokens, next) else { break }
            }
            next += 1
        }
        return end
    }

    private static func joins(_ tokens: [TextToken], _ index: Int) -> Bool {
        switch tokens[index].folded {
        case "-": !tokens[index].followsSpace
        case "and": ["hundred", "thousand"].contains(tokens[index - 1].folded)
        default: false
        }
    }

    private static func number(_ run: [TextToken]) -> TextToken {
        let words = run.filter { $0.kind == .word }
        var token = run[0]
        token.kind = .number
        token.isSpelled = true
        token.isCapitalised = false
        token.text = words.map(\.text).joined(separator: " ")
        token.word = FoldedWord(words.map(\.folded).joined(separator: " "))
        token.range = run[0].range.lowerBound..<run[run.count - 1].range.upperBound
        token.values = NumberWords.value(words.map(\.folded)).map { [$0 * 1000] } ?? []
        return token
    }
}

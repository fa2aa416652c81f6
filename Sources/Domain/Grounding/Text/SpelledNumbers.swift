/// Makes one number of the words that spell it.
enum SpelledNumbers {
    static func join(_ tokens: inout [TextToken]) {
        guard let first = tokens.indices.first(where: { isNumberWord(tokens[$0]) }) else { return }
        var result = Array(tokens[..<first])
        var index = first
        while index < tokens.count {
            let length = length(tokens[index...])
            result.append(length == 0 ? tokens[index] : number(Array(tokens[index..<index + length])))
            index += max(length, 1)
        }
        tokens = result
    }

    private static func isNumberWord(_ token: borrowing TextToken) -> Bool { token.kind == .word && NumberWords.isOne(token.folded) }

    /// How many tokens from the first on spell a number: words, hyphens between them, and an "and" after hundred or thousand.
    private static func length(_ tokens: ArraySlice<TextToken>) -> Int {
        var end = tokens.startIndex
        var next = end
        while next < tokens.endIndex {
            let token = tokens[next]
            if isNumberWord(token) {
                end = next + 1
            } else {
                let joins =
                    token.folded == "-" && !token.followsSpace
                    || token.folded == "and" && ["hundred", "thousand"].contains(tokens[max(next - 1, tokens.startIndex)].folded)
                guard end == next, next > tokens.startIndex, joins else { break }
            }
            next += 1
        }
        return end - tokens.startIndex
    }

    private static func number(_ run: [TextToken]) -> TextToken {
        let words = run.filter { $0.kind == .word }
        var token = run[0]
        token.kind = .number
        token.isSpelled = true
        token.isCapitalised = false
        token.text = words.map(\.text).joined(separator: " ")
        token.folded = words.map(\.folded).joined(separator: " ")
        token.range = run[0].range.lowerBound..<run[run.count - 1].range.upperBound
        token.values = NumberWords.value(words.map(\.folded)).map { [$0 * 1000] } ?? []
        return token
    }
}

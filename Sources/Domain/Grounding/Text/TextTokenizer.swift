/// Splits a text into words, numbers, signs and addresses.
struct TextTokenizer {
    private let scalars: [Unicode.Scalar]
    private let bytes: [UInt8]
    /// Then the place among the scalars is that among the bytes.
    private let isASCII: Bool
    private var place = 0
    private var byte = 0
    private var tokens: [TextToken] = []
    private var sawSpace = true
    private var sawLine = true

    static func tokens(of text: String) -> [TextToken] {
        var tokenizer = TextTokenizer(text)
        while tokenizer.place < tokenizer.scalars.count { tokenizer.step() }
        SpelledNumbers.join(&tokenizer.tokens)
        SentenceMarks.mark(&tokenizer.tokens)
        return tokenizer.tokens
    }

    private init(_ text: String) {
        bytes = Array(text.utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
        scalars = isASCII ? bytes.map { Unicode.Scalar($0) } : Array(text.unicodeScalars)
        tokens.reserveCapacity(bytes.count / 4 + 1)
    }

    private mutating func step() {
        let scalar = scalars[place]
        if scalar.isWhiteSpace {
            sawSpace = true
            if scalar != " ", scalar.properties.generalCategory == .control && scalar != "\t" { sawLine = true }
            advance(1)
        } else if Self.isLetter(scalar), let length = plainWordLength {
            append(.word, length)
        } else if let (kind, length) = address() {
            append(kind, length)
        } else if let length = PhoneText.length(scalars[place...]), !follows(isLetterOrDigit) {
            append(.phone, length)
        } else if Self.isDigit(scalar) {
            append(.number, figureLength)
        } else if Self.isLetter(scalar) {
            append(.word, wordLength)
        } else {
            append(.sign, 1)
        }
    }

    private mutating func append(_ kind: TextToken.Kind, _ length: Int) {
        let start = byte
        advance(length)
        let piece = bytes[start..<byte]
        let text = String(decoding: piece, as: UTF8.self)
        tokens.append(
            TextToken(
                kind: kind, text: text, word: FoldedWord(FoldedText.of(text, piece)), range: start..<byte, followsSpace: sawSpace,
                beginsSentence: sawLine,
                beginsLine: sawLine, values: kind == .number ? FigureValue.thousandths(text) : [],
                isCapitalised: kind == .word && FoldedText.isCapitalised(text, piece)))
        (sawSpace, sawLine) = (false, false)
    }

    private mutating func advance(_ count: Int) {
        byte += isASCII ? count : scalars[place..<place + count].reduce(0) { $0 + UTF8.width($1) }
        place += count
    }

    /// A link or an e-mail address that begins here, at the start of a piece.
    private func address() -> (TextToken.Kind, Int)? {
        guard Self.isLetter(scalars[place]) || Self.isDigit(scalars[place]), !follows({ !Self.opens($0) }) else { return nil }
        var end = place
        let limit = min(scalars.count, place + Self.longestAddress)
        while end < limit, !scalars[end].isWhiteSpace, !Self.isEnd(scalars[end]) { end += 1 }
        while end > place, Self.trails(scalars[end - 1]) { end -= 1 }
        // Every address has a dot, a colon or an at sign in it; most pieces of a text are words.
        guard end - place > 3, scalars[place..<end].contains(where: { $0 == "." || $0 == ":" || $0 == "@" }) else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[place..<end])
        return WebAddressText.kind(String(text)).map { ($0, end - place) }
    }

    private var figureLength: Int {
        var end = place
        let limit = min(scalars.count, place + Self.longestFigure)
        while end < limit {
            if Self.isDigit(scalars[end]) {
                end += 1
            } else if Self.separators.contains(scalars[end]), end + 1 < scalars.count, Self.isDigit(scalars[end + 1]) {
                end += 1
            } else if scalars[end] == " ", isThousand(after: end), end - place <= 3 || scalars[place..<end].contains(" ") {
                end += 1
            } else {
                break
            }
        }
        return end - place
    }

    /// Three figures and no more: `1 250`.
    private func isThousand(after space: Int) -> Bool {
        let group = scalars[(space + 1)...].prefix(3)
        let next = space + 4 < scalars.count ? scalars[space + 4] : " "
        return group.count == 3 && group.allSatisfy(Self.isDigit) && !Self.isDigit(next) && !Self.isLetter(next)
    }

    /// That of a word with white space or the end of a piece after it, as most are: no address begins with it.
    private var plainWordLength: Int? {
        let length = wordLength
        let end = place + length
        return end == scalars.count || scalars[end].isWhiteSpace || Self.isEnd(scalars[end]) ? length : nil
    }

    private var wordLength: Int {
        var end = place
        while end < scalars.count {
            if Self.isLetterOfASCII(scalars[end]) {
                end += 1
                continue
            }
            let isApostrophe = scalars[end] == "'" || scalars[end] == "\u{2019}"
            guard isLetterOrDigit(scalars[end]) || isApostrophe && end + 1 < scalars.count && Self.isLetter(scalars[end + 1]) else { break }
            end += 1
        }
        return end - place
    }

    private func follows(_ holds: (Unicode.Scalar) -> Bool) -> Bool { place > 0 && holds(scalars[place - 1]) }
    private func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool { Self.isLetter(scalar) || Self.isDigit(scalar) }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x30 && scalar.value < 0x3A }
    private static func isLetterOfASCII(_ scalar: Unicode.Scalar) -> Bool { (0x61...0x7A).contains(scalar.value | 0x20) }
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isLetterOfASCII(scalar) }
        return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
    }
    /// Whether a piece of a text may begin after it.
    private static func opens(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isWhiteSpace || ends.contains(scalar) || scalar == ":" || scalar == "*" || scalar == "_" || scalar == "'"
    }

    /// Bounds, so that a text made to be slow to read is not.
    private static let longestAddress = 2048
    private static let longestFigure = 60
    private static let separators: Set<Unicode.Scalar> = [".", ",", "'", "\u{2019}", "\u{A0}", "\u{202F}", "\u{2009}"]
    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
        // Letters and figures, which nearly all are, need not be looked up.
        !(isDigit(scalar) || scalar.isASCII && isLetter(scalar)) && ends.contains(scalar)
    }
    private static let ends: Set<Unicode.Scalar> = [
        "<", ">", "(", ")", "[", "]", "{", "}", "\"", "\u{201C}", "\u{201D}", "|", ",", ";", "\u{2018}", "\u{2019}",
    ]
    private static func trails(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", ":", "'", "*", "_": true
        default: false
        }
    }
}

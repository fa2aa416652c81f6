/// Splits a text into words, numbers, signs and addresses.
struct TextTokenizer {
    private let bytes: [UInt8]
    private var byte = 0
    /// The same among the scalars.
    private var place = 0
    /// Made when it is first asked: most texts are of plain words and signs alone.
    private lazy var others = OtherPieces(bytes)
    private var tokens: [TextToken] = []
    private var sawSpace = true
    private var sawLine = true

    static func tokens(of text: String) -> [TextToken] {
        var tokenizer = TextTokenizer(text)
        while tokenizer.byte < tokenizer.bytes.count { tokenizer.step() }
        SpelledNumbers.join(&tokenizer.tokens)
        SentenceMarks.mark(&tokenizer.tokens)
        return tokenizer.tokens
    }

    private init(_ text: String) {
        bytes = Array(text.utf8)
        tokens.reserveCapacity(bytes.count / 4 + 1)
    }

    private mutating func step() {
        let next = bytes[byte]
        if PlainByte.isWhiteSpace(next) {
            passSpace(isLine: next != UInt8(ascii: " ") && next != UInt8(ascii: "\t"), bytes: 1)
        } else if let word = plainWord {
            append(.word, plain: word)
        } else if PlainByte.isSign(next) {
            append(.sign, plain: PlainWord(length: 1, hasCapitals: false))
        } else if let piece = others.piece(at: place) {
            append(piece)
        } else {
            let piece = others.space(at: place)
            passSpace(isLine: piece.isLine, bytes: piece.bytes)
        }
    }

    private mutating func passSpace(isLine: Bool, bytes: Int) {
        sawSpace = true
        if isLine { sawLine = true }
        place += 1
        byte += bytes
    }

    /// A word or a sign of ASCII, in bytes.
    private struct PlainWord {
        var length: Int
        var hasCapitals: Bool
    }

    /// A word with white space or the end of a piece after it, maybe behind a full stop, as most are: no address begins with it.
    private var plainWord: PlainWord? {
        var end = byte
        var common: UInt8 = 0xFF
        while end < bytes.count, PlainByte.isLetterOrDigit(bytes[end]) || isApostrophe(end) {
            common &= bytes[end]
            end += 1
        }
        guard end > byte, PlainByte.isLetter(bytes[byte]), endsPiece(end) || PlainByte.trails(bytes[end]) && endsPiece(end + 1) else { return nil }
        // Of what stands in such a word, capitals alone lack this bit.
        return PlainWord(length: end - byte, hasCapitals: common & 0x20 == 0)
    }

    /// Whether the byte there is one within a word.
    private func isApostrophe(_ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "'") && index > byte && index + 1 < bytes.count && PlainByte.isLetter(bytes[index + 1])
    }

    private func endsPiece(_ index: Int) -> Bool { index >= bytes.count || PlainByte.isWhiteSpace(bytes[index]) || PlainByte.endsPiece(bytes[index]) }

    private mutating func append(_ kind: TextToken.Kind, plain word: PlainWord) {
        let start = byte
        byte += word.length
        place += word.length
        let (text, folded) = bytes[start..<byte].withUnsafeBufferPointer { piece in
            let text = String(decoding: piece, as: UTF8.self)
            return (text, word.hasCapitals ? FoldedWord(text.lowercased()) : FoldedWord(text, piece))
        }
        append(kind, text, folded, from: start, isCapitalised: FoldedText.isCapital(bytes[start]))
    }

    private mutating func append(_ piece: OtherPieces.Piece) {
        let start = byte
        byte += piece.bytes
        place += piece.length
        let bytes = bytes[start..<byte]
        let written = String(decoding: bytes, as: UTF8.self)
        let text = piece.kind == .word || bytes.allSatisfy { $0 < 0x80 } ? written : written.withPlainFigures
        append(
            piece.kind, text, FoldedWord(FoldedText.of(text, bytes)), from: start,
            isCapitalised: piece.kind == .word && FoldedText.isCapitalised(text, bytes))
    }

    private mutating func append(_ kind: TextToken.Kind, _ text: String, _ word: FoldedWord, from start: Int, isCapitalised: Bool) {
        tokens.append(
            TextToken(
                kind: kind, text: text, word: word, range: start..<byte, followsSpace: sawSpace, beginsSentence: sawLine, beginsLine: sawLine,
                values: kind == .number ? FigureValue.thousandths(text) : [], isCapitalised: isCapitalised))
        (sawSpace, sawLine) = (false, false)
    }
}

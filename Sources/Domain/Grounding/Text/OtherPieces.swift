/// Finds the pieces of a text that are no plain words: addresses, telephone numbers, figures, and what is in other letters.
struct OtherPieces {
    struct Piece {
        var kind: TextToken.Kind
        /// In scalars.
        var length: Int
        var bytes: Int
    }

    /// Digits as those of ASCII.
    private let scalars: [Unicode.Scalar]
    /// How many bytes each is in the text; none where each is one.
    private let widths: [UInt8]
    /// Then a scalar is a byte.
    private let isASCII: Bool

    /// - Parameter text: valid UTF-8.
    init(_ text: [UInt8]) {
        isASCII = text.allSatisfy { $0 < 0x80 }
        let written = isASCII ? text.map { Unicode.Scalar($0) } : Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        scalars = isASCII ? written : written.map(\.plainFigure)
        widths = isASCII ? [] : written.map { UInt8(UTF8.width($0)) }
    }

    /// The piece that begins at `place`; nil for white space.
    func piece(at place: Int) -> Piece? {
        let scalar = scalars[place]
        if scalar.isWhiteSpace { return nil }
        if let (kind, length) = address(at: place) { return piece(kind, at: place, length) }
        if let length = PhoneText.length(scalars[place...]), !follows(place, isLetterOrDigit) { return piece(.phone, at: place, length) }
        if Self.isDigit(scalar) { return piece(.number, at: place, figureLength(at: place)) }
        return Self.isLetter(scalar) ? piece(.word, at: place, wordLength(at: place)) : piece(.sign, at: place, 1)
    }

    /// The white space at `place`, and whether a line ends with it.
    func space(at place: Int) -> (isLine: Bool, bytes: Int) {
        let scalar = scalars[place]
        let isLine = scalar != " " && scalar != "\t" && scalar.properties.generalCategory == .control
        return (isLine, width(place..<place + 1))
    }

    private func piece(_ kind: TextToken.Kind, at place: Int, _ length: Int) -> Piece {
        Piece(kind: kind, length: length, bytes: width(place..<place + length))
    }

    private func width(_ places: Range<Int>) -> Int { isASCII ? places.count : widths[places].reduce(0) { $0 + Int($1) } }

    /// A link or an e-mail address that begins there, at the start of a piece.
    private func address(at place: Int) -> (TextToken.Kind, Int)? {
        guard isLetterOrDigit(scalars[place]), !follows(place, { !PieceEnds.opens($0) }) else { return nil }
        var end = place
        let limit = min(scalars.count, place + Self.longestAddress)
        while end < limit, !scalars[end].isWhiteSpace, !PieceEnds.isEnd(scalars[end]) { end += 1 }
        while end > place, PieceEnds.trails(scalars[end - 1]) { end -= 1 }
        // Every address has a dot, a colon or an at sign in it; most pieces of a text are words.
        guard end - place > 3, scalars[place..<end].contains(where: { $0 == "." || $0 == ":" || $0 == "@" }) else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[place..<end])
        return WebAddressText.kind(String(text)).map { ($0, end - place) }
    }

    private func figureLength(at place: Int) -> Int {
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

    private func wordLength(at place: Int) -> Int {
        var end = place
        while end < scalars.count {
            let isApostrophe = scalars[end] == "'" || scalars[end] == "\u{2019}"
            guard isLetterOrDigit(scalars[end]) || isApostrophe && end + 1 < scalars.count && Self.isLetter(scalars[end + 1]) else { break }
            end += 1
        }
        return end - place
    }

    private func follows(_ place: Int, _ holds: (Unicode.Scalar) -> Bool) -> Bool { place > 0 && holds(scalars[place - 1]) }
    private func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool { Self.isLetter(scalar) || Self.isDigit(scalar) }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x30 && scalar.value < 0x3A }
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (0x61...0x7A).contains(scalar.value | 0x20) }
        return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
    }

    /// Bounds, so that a text made to be slow to read is not.
    private static let longestAddress = 2048
    private static let longestFigure = 60
    private static let separators: Set<Unicode.Scalar> = [".", ",", "'", "\u{2019}", "\u{A0}", "\u{202F}", "\u{2009}"]
}

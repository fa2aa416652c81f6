/// Cuts a filter's text into tokens, the last of which is the end.
struct FilterLexer {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    static func tokens(_ text: String) throws(FilterError) -> [FilterToken] {
        var lexer = FilterLexer(text)
        guard lexer.scalars.count <= FilterLimits.length else {
            throw FilterError(
                position: FilterLimits.length + 1, found: "", "the filter has more than \(FilterLimits.length) characters: shorten it")
        }
        var tokens: [FilterToken] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func next() throws(FilterError) -> FilterToken {
        skip { $0.properties.isWhitespace }
        guard let first = current else { return FilterToken(kind: .end, source: "", position: index + 1) }
        if first == "\"" { return try text() }
        if first.isDigit { return try digits() }
        if first.isWordStart { return word() }
        return try symbol()
    }

    private mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
        while let scalar = current, condition(scalar) { index += 1 }
    }

    private func token(_ kind: FilterToken.Kind, from start: Int) -> FilterToken {
        var source = String.UnicodeScalarView()
        source.append(contentsOf: scalars[start..<index])
        return FilterToken(kind: kind, source: String(source), position: start + 1)
    }

    private mutating func word() -> FilterToken {
        let start = index
        skip { $0.isWordStart || $0.isDigit }
        return token(.word, from: start)
    }

    // MARK: Texts

    private mutating func text() throws(FilterError) -> FilterToken {
        let start = index
        var content = String.UnicodeScalarView()
        index += 1
        while let scalar = current, scalar != "\"" {
            content.append(scalar == "\\" ? try escaped() : scalar)
            index += 1
        }
        guard current != nil else {
            throw FilterError(position: start + 1, found: "\"", "the text that starts here does not end: close it with \"")
        }
        index += 1
        let token = token(.text(String(content)), from: start)
        guard !content.contains("\0") else { throw token.fault("the text contains the character U+0000: leave it out") }
        return token
    }

    private mutating func escaped() throws(FilterError) -> Unicode.Scalar {
        let start = index
        index += 1
        guard let scalar = current, scalar == "\"" || scalar == "\\" else {
            throw FilterError(position: start + 1, found: "\\", "a backslash stands before \" or another backslash only: write \\\\ for one")
        }
        return scalar
    }

    // MARK: Numbers and dates

    private mutating func digits() throws(FilterError) -> FilterToken {
        let start = index
        skip { $0.isDigit }
        if index - start == 4, dateFollows() {
            index += 6
            return try date(from: start)
        }
        let source = token(.symbol, from: start)
        if current == ".", index + 1 < scalars.count, scalars[index + 1].isDigit {
            throw source.fault("numbers are whole here: leave out what follows the point")
        }
        guard let number = Int64(source.source) else { throw source.fault("the number is too large: it may have 18 digits") }
        return token(.number(number), from: start)
    }

    private func dateFollows() -> Bool {
        guard index + 6 <= scalars.count else { return false }
        return zip(scalars[index..<index + 6], "-00-00".unicodeScalars).allSatisfy { $1 == "0" ? $0.isDigit : $0 == $1 }
    }

    private func date(from start: Int) throws(FilterError) -> FilterToken {
        let source = token(.symbol, from: start)
        guard let date = LocalDate(source.source) else { throw source.fault("\(source.source) is no day that exists") }
        return token(.date(date), from: start)
    }

    // MARK: Symbols

    private mutating func symbol() throws(FilterError) -> FilterToken {
        let start = index
        let pair = scalars[index..<min(index + 2, scalars.count)].map(String.init).joined()
        for length in [2, 1] {
            let candidate = String(pair.prefix(length))
            if let right = Self.foreign[candidate] { throw FilterError(position: start + 1, found: candidate, "write \(right) for \(candidate)") }
            guard Self.symbols.contains(candidate) else { continue }
            index += candidate.unicodeScalars.count
            return token(.symbol, from: start)
        }
        let found = String(pair.prefix(1))
        throw FilterError(position: start + 1, found: found, "\(found) means nothing here: put a text that contains it in double quotes")
    }

    private static let symbols: Set = ["!=", "<=", ">=", "(", ")", ",", ".", "=", "<", ">", "+", "-"]

    /// What other languages write.
    private static let foreign = [
        "<>": "!=", "==": "=", "&&": "and", "||": "or", "!": "not or !=", "=<": "<=", "=>": ">=", "'": "\"", "“": "\"", "”": "\"", "„": "\"",
    ]
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isWordStart: Bool { self == "_" || properties.isAlphabetic }
}

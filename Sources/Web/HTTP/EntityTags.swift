import Domain

/// The list of an `If-Match` or `If-None-Match` header (RFC 9110, 8.8.3 and 13.1).
struct EntityTags {
    /// Whether it is `*`, which every representation matches.
    let isAny: Bool
    /// Each without its quotation marks.
    private(set) var strong: [Substring] = []
    private var weak: [Substring] = []
    /// What came without quotation marks, which some callers forget.
    private(set) var bare: [Substring] = []

    init(_ header: String) {
        isAny = header.trimmed == "*"
        var rest = header.drop(while: Self.separates)
        while !rest.isEmpty {
            add(&rest)
            rest = rest.drop(while: Self.separates)
        }
    }

    /// By weak comparison: a proxy on the way may have weakened the tag.
    func holds(_ tag: String) -> Bool { isAny || (strong + weak).contains { $0 == tag } }

    /// Between quotation marks there may be commas.
    private mutating func add(_ rest: inout Substring) {
        let isWeak = rest.hasPrefix("W/\"")
        if isWeak { rest = rest.dropFirst(2) }
        guard rest.hasPrefix("\""), let end = rest.dropFirst().firstIndex(of: "\"") else {
            bare.append(rest.prefix { !Self.separates($0) })
            rest = rest.drop { !Self.separates($0) }
            return
        }
        let text = rest[..<end].dropFirst()
        if isWeak { weak.append(text) } else { strong.append(text) }
        rest = rest[end...].dropFirst()
    }

    private static func separates(_ sign: Character) -> Bool { sign == "," || sign.isWhitespace }
}

/// What a question says as an amount, besides what was read of it: over 1e9; over -5; over a million; over 1 000.
struct UnreadAmounts {
    let areAny: Bool

    /// - Parameter read: where amounts were read, each from its sign on.
    init(in line: String, but read: [Range<String.Index>]) {
        let signs = line.matches(of: Self.signed).filter { match in !read.contains { $0.lowerBound == match.range.lowerBound } }
        let sums = line.matches(of: Self.money).filter { match in !read.contains { $0.overlaps(match.range) } }
        areAny = !signs.isEmpty || !sums.isEmpty || read.contains { Self.goesOn(line[$0], line[$0.upperBound...]) }
    }

    /// Whether a number is longer than what was read of it: over 1 000, over 5-10k, over 2 billion.
    private static func goesOn(_ read: Substring, _ rest: Substring) -> Bool {
        if rest.prefixMatch(of: /%|[-+*:^\/.,]\s?\d/) != nil { return true }
        if read.last(where: { !$0.isWhitespace })?.isNumber == true, rest.prefixMatch(of: /\s?\d/) != nil { return true }
        return [read.split(separator: " ").last, rest.split(separator: " ").first].contains { $0.map { scales.contains($0.lowercased()) } == true }
    }

    private static let scales: Set<String> = [
        "hundred", "billion", "billions", "bn", "mio", "mrd", "grand", "lakh", "crore", "dozen", "percent", "trillion",
    ]

    private static var signed: Regex<(Substring, Substring)> {
        #/
        \b(over|above|more\ than|greater\ than|bigger\ than|larger\ than|higher\ than|exceeding|beyond|at\ least|minimum|under|below|less\ than
        |smaller\ than|lower\ than|at\ most|up\ to|maximum)\s+
        (?:(?:[€$£]|[A-Za-z]{3}\s)?\s?[-+−]?[.,]?\d|(?:[a-z]+\s+){0,2}(?:hundred|thousand|million|billion|grand)\b)
        /#.ignoresCase()
    }

    /// An amount with its currency, without a sign before it.
    private static var money: Regex<Substring> {
        /\bbetween\s+[-−]\d|(?:[€$£]|\b(?:EUR|USD|GBP|CHF|JPY)\s)\s?\d|\d\s?(?:[€$£]|(?:EUR|USD|GBP|CHF|JPY|euros?|dollars?|pounds?)\b)/.ignoresCase()
    }
}

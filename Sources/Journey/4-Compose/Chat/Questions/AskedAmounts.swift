import Domain

/// The amounts that a question sets as bounds: over 1,000; between €5k and €10k; at least 500 USD.
struct AskedAmounts {
    struct Bound {
        let bound: DealChoice.Bound
        let words: String
    }

    private(set) var bounds: [Bound] = []
    /// ISO 4217, where one is said.
    private(set) var currency: String?
    /// Whether something was said as an amount that is not read, or in two currencies: then the bounds are not what was meant.
    private(set) var isUnclear = false

    /// ` over EUR 1,000 and under EUR 5,000`, without the space.
    var words: String { bounds.map(\.words).joined(separator: " and ") }

    /// - Parameter text: as it was typed.
    init(_ text: String) {
        let signs = [(">=", " at least "), ("<=", " at most "), (">", " over "), ("<", " under ")]
        let line = signs.reduce(PlainText.line(text, limit: 300)) { $0.replacing($1.0, with: $1.1) }.replacing("  ", with: " ")
        if let match = line.firstMatch(of: Self.between), !Self.isOfDays(match.output) {
            // Between 5 and 10k is between 5k and 10k, between 500 and 10k is not.
            let isBelow = (Self.hundredths(match.2, nil) ?? 0) < (Self.hundredths(match.6, nil) ?? 0)
            add(.atLeast, "of at least", match.1 ?? match.5, match.2, match.3 ?? (isBelow ? match.7 : nil), match.4 ?? match.8)
            add(.atMost, "at most", match.5, match.6, match.7, match.8)
            if UnreadAmounts(in: line, but: [match.range]).areAny { isUnclear = true }
            return
        }
        let found = line.matches(of: Self.single)
        if UnreadAmounts(in: line, but: found.map(\.range)).areAny { isUnclear = true }
        for match in found {
            guard !Self.counted.contains(match.5?.lowercased() ?? ""), let sign = Self.sign(match.1.lowercased()) else { continue }
            add(sign.0, sign.1, match.2, match.3, match.4, match.5)
        }
    }

    private static var single: Regex<(Substring, Substring, Substring?, Substring, Substring?, Substring?)> {
        #/
        \b(over|above|more\ than|greater\ than|bigger\ than|larger\ than|higher\ than|exceeding|beyond|at\ least|minimum|under|below|less\ than
        |smaller\ than|lower\ than|at\ most|up\ to|maximum)\s+
        ([€$£]|[A-Za-z]{3}\s)?\s?(\d[\d.,'’]*\d|\d)\s?(k|m|thousand|million)?\b\s?([€$£]|[A-Za-z]+)?
        /#.ignoresCase()
    }

    private typealias Between = (Substring, Substring?, Substring, Substring?, Substring?, Substring?, Substring, Substring?, Substring?)

    private static var between: Regex<Between> {
        #/
        \bbetween\s+([€$£]|[A-Za-z]{3}\s)?\s?(\d[\d.,'’]*\d|\d)\s?(k|m|thousand|million)?\b\s?([€$£]|[A-Za-z]{3})?\s+and\s+
        ([€$£]|[A-Za-z]{3}\s)?\s?(\d[\d.,'’]*\d|\d)\s?(k|m|thousand|million)?\b\s?([€$£]|[A-Za-z]+)?
        /#.ignoresCase()
    }

    /// Between 1 and 10 November, between 2024 and 2025.
    private static func isOfDays(_ between: Between) -> Bool {
        let after = between.8?.lowercased() ?? ""
        if after.count > 2, SpokenDayForms.months.contains(where: { $0.hasPrefix(after) }) { return true }
        let isMoney = [between.1, between.3, between.4, between.5, between.7, between.8.flatMap { currency($0).map { $0[...] } }].contains {
            $0 != nil
        }
        return !isMoney && [between.2, between.6].allSatisfy { $0.wholeMatch(of: /20\d\d/) != nil }
    }

    /// What may be counted instead of paid: more than 3 deals.
    private static let counted: Set<String> = [
        "deal", "deals", "open", "won", "lost", "day", "days", "week", "weeks", "month", "months", "year", "years", "opportunities",
    ]

    private static func sign(_ word: String) -> (DealChoice.Bound.Sign, String)? {
        switch word {
        case "at least", "minimum": (.atLeast, "of at least")
        case "at most", "up to", "maximum": (.atMost, "of at most")
        case "under", "below", "less than", "smaller than", "lower than": (.under, "under")
        default: (.over, "over")
        }
    }

    private mutating func add(
        _ sign: DealChoice.Bound.Sign, _ word: String, _ before: Substring?, _ number: Substring, _ scale: Substring?, _ after: Substring?
    ) {
        guard let hundredths = Self.hundredths(number, scale) else { return isUnclear = true }
        if let said = [before, after].lazy.compactMap({ $0.flatMap(Self.currency) }).first {
            if currency ?? said != said { isUnclear = true }
            currency = said
        }
        // Of whole units only what lies beyond the bound counts: over 10.50 begins with 11.
        let rounded = hundredths / 100 + (hundredths % 100 > 0 && (sign == .atLeast || sign == .under) ? 1 : 0)
        let amount = MoneyText.amount(hundredths, currency: "")
        bounds.append(
            Bound(
                bound: DealChoice.Bound(sign, withoutDigits: rounded, withTwo: hundredths, withThree: hundredths * 10),
                words: "\(word) \(currency.map { "\($0) " } ?? "")\(amount)"))
    }

    /// Nil for what is no number, or more than any deal.
    private static func hundredths(_ number: Substring, _ scale: Substring?) -> Int64? {
        guard let value = try? ImportNumber.scaled(String(number), digits: 2, field: "amount") else { return nil }
        let factor: Int64 = ["k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000][scale?.lowercased() ?? ""] ?? 1
        let product = value.multipliedReportingOverflow(by: factor)
        return product.overflow || product.partialValue > 100_000_000_000_000_000 ? nil : product.partialValue
    }

    private static func currency(_ text: Substring) -> String? {
        let word = String(text).trimmed
        if let known = symbols[word.lowercased()] { return known }
        // Of three letters any others are a word.
        return word.count == 3 && word.allSatisfy { $0.isASCII && $0.isUppercase } ? word : nil
    }

    private static let symbols = [
        "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "£": "GBP",
        "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "chf": "CHF", "francs": "CHF", "jpy": "JPY", "yen": "JPY",
    ]
}

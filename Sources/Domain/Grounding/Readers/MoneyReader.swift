/// Amounts of money: `€1,234.50`, `EUR 1.234,50`, `99 euros`, `two hundred dollars`, `1.2k USD`, `only 49 per seat`.
struct MoneyReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(words: Currency.names.union(Self.lettersBeforeSign), kinds: [.number]) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        if let codes = Currency.codes(text[index]) { return currencyFirst(codes, index, text) }
        if let amount = figure(at: index, in: text) { return amountFirst(amount, index, text) }
        return prefixedSign(index, text)
    }

    /// `US$ 50`: letters before a sign.
    private func prefixedSign(_ index: Int, _ text: ReadText) -> Reading? {
        guard text.has(Self.lettersBeforeSign, at: index), text.sign(index + 1) == "$",
            text[index + 1]?.followsSpace == false, let codes = Currency.codes(text[index + 1])
        else { return nil }
        return currencyFirst(codes, index + 1, text).map { Reading(whole($0, from: index, text), end: $0.end) }
    }

    private static let lettersBeforeSign: WordSet = ["us", "a", "c", "ca", "au", "nz", "hk", "s"]

    private func whole(_ reading: Reading, from index: Int, _ text: ReadText) -> Claim? {
        reading.claim.map { text.claim(.price, index..<reading.end, $0.value) }
    }

    private func currencyFirst(_ codes: Set<String>, _ index: Int, _ text: ReadText) -> Reading? {
        let minus = text.sign(index + 1) == "-" ? 1 : 0
        guard let amount = figure(at: index + 1 + minus, in: text), !amount.values.isEmpty else { return nil }
        // `USD 50 dollars`, `$50 USD`.
        if let again = Currency.codes(text[amount.end]), !again.isDisjoint(with: codes) {
            return reading(amount.values, codes.intersection(again), index..<amount.end + 1, text)
        }
        return reading(amount.values, codes, index..<amount.end, text)
    }

    private func amountFirst(_ amount: Figure, _ index: Int, _ text: ReadText) -> Reading? {
        if let codes = Currency.codes(text[amount.end]), !amount.values.isEmpty {
            return reading(amount.values, codes, index..<amount.end + 1, text)
        }
        // One's two cents are an opinion.
        if ["cent", "cents", "pence"].contains(text.word(amount.end)), !["my", "your", "our"].contains(text.word(index - 1)) {
            return reading(amount.values.map { $0 / 100 }, [], index..<amount.end + 1, text)
        }
        return isPriced(amount, index, text) ? reading(amount.values, [], index..<amount.end, text) : nil
    }

    /// A bare number that words around it make a price: `for only 49`, `49 per seat`.
    private func isPriced(_ amount: Figure, _ index: Int, _ text: ReadText) -> Bool {
        guard text.number(index)?.isSpelled == false, text[amount.end]?.kind != .number, text.sign(amount.end) != "%" else { return false }
        let next = text.word(amount.end)
        if ["per", "each", "apiece"].contains(next) { return true }
        guard next.isEmpty || ["a", "and", "instead", "plus", "net", "if", "or", "all", "in"].contains(next) else { return false }
        return ["costs", "cost", "price", "priced"].contains(text.word(index - 1))
            || ["for", "only", "just", "at", "is", "to", "of"].contains(text.word(index - 1))
                && text.has(Self.priceWords, in: text.sentence(at: index))
    }

    private func reading(_ values: [Int64], _ codes: Set<String>, _ places: Range<Int>, _ text: ReadText) -> Reading {
        Reading(text.claim(.price, places, .amount(values, currencies: codes, per: period(after: places.upperBound, text))), end: places.upperBound)
    }

    /// `month` of "per month", "a month", "/ month" and "monthly".
    private func period(after end: Int, _ text: ReadText) -> String {
        if let period = Self.adverbs[text.word(end)] { return period }
        guard ["per", "a", "an", "each", "every"].contains(text.word(end)) || text.sign(end) == "/" else { return "" }
        let unit = Self.unit(text.word(end + 1))
        // "€99 a bargain" has no unit.
        guard text.word(end) == "per" || !text.sign(end).isEmpty || Self.units.contains(unit) else { return "" }
        return unit
    }

    /// In the one spelling that is compared: `kg` for "kilos".
    static func unit(_ word: String) -> String {
        let stem = TextToken.stem(word.lowercased())
        return shortPeriods[stem] ?? stem
    }

    struct Figure {
        var values: [Int64]
        var end: Int
    }

    /// A number with what multiplies it.
    private func figure(at index: Int, in text: ReadText) -> Figure? {
        guard let number = text.number(index) else { return nil }
        let scale: Int64? =
            switch text[index + 1]?.folded {
            case "k" where text[index + 1]?.followsSpace == false: 1000
            case "thousand", "grand": 1000
            case "million", "mio", "mn": 1_000_000
            case "m" where text[index + 1]?.followsSpace == false: 1_000_000
            default: nil
            }
        guard let scale else { return Figure(values: number.values, end: index + 1) }
        return Figure(
            values: number.values.map { $0.multipliedReportingOverflow(by: scale) }.filter { !$0.overflow }.map(\.partialValue), end: index + 2)
    }

    private static let priceWords: WordSet = [
        "price", "prices", "cost", "costs", "pay", "paying", "charge", "fee", "offer", "yours", "sell", "buy", "priced", "deal",
    ]
    private static let adverbs = ["monthly": "month", "yearly": "year", "annually": "year", "weekly": "week", "daily": "day"]
    static let units: WordSet = [
        "hour", "day", "night", "week", "month", "quarter", "year", "term", "lesson", "seat", "user", "person", "head", "room", "piece", "bottle",
        "box", "case",
        "can", "licence", "license", "unit", "kilo", "kg", "litre", "metre", "visit", "session",
    ]
    private static let shortPeriods = [
        "mo": "month", "yr": "year", "annum": "year", "pcs": "piece", "pc": "piece", "kilo": "kg", "kgs": "kg", "kilogram": "kg", "kilogramme": "kg",
        "liter": "litre", "license": "licence",
    ]
}

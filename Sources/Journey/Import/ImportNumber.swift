import Domain

/// Numbers as files write them: `1,200.50`, `1.200,50`, `1 200.50`, `1'200`, `€ 1200`, `1200 EUR`.
struct ImportNumber {
    private let text: String
    private let field: String
    /// How many decimals count.
    private let digits: Int

    /// The number in units of 10^-digits.
    ///
    /// One mark before exactly three digits, as in `1.200`, groups thousands, unless three decimals count.
    /// - Throws: `ValidationError` for what is no number, or could be two.
    static func scaled(_ text: String, digits: Int, field: String) throws(ValidationError) -> Int64 {
        try ImportNumber(text: text, field: field, digits: digits).scaled()
    }

    /// The currency beside a number, as in `€ 1200` and `1200 EUR`; nil where there is none, or it could be several.
    static func currency(in text: String) -> String? {
        let letters = text.filter(\.isLetter)
        if letters.count == 3, letters.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) { return letters }
        return letters.isEmpty ? text.first(where: \.isCurrencySymbol).flatMap(Currency.code(ofSign:)) : nil
    }

    /// Whether what stands beside a number rules a currency out. Of the signs only that of the euro is one currency's alone: many share
    /// `$`, `£` and `¥`.
    static func rulesOut(_ code: String, in text: String) -> Bool {
        guard let sign = text.first(where: \.isCurrencySymbol) else { return currency(in: text).map { $0 != code } ?? false }
        return (sign == "€") != (code == "EUR")
    }

    private func scaled() throws(ValidationError) -> Int64 {
        var number = bare
        let isNegative = number.hasPrefix("-")
        if isNegative { number.removeFirst() }
        guard number.utf8.first?.isDigit == true, number.utf8.allSatisfy({ $0.isDigit || $0 == 44 || $0 == 46 }) else { throw noNumber }
        let marks = try marks(of: number)
        let parts = marks.decimal.map { number.split(separator: $0, omittingEmptySubsequences: false) } ?? [number[...]]
        let groups = marks.group.map { parts[0].split(separator: $0, omittingEmptySubsequences: false) } ?? [parts[0]]
        guard groups.count == 1 || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy({ $0.count == 3 }) else { throw noNumber }
        let fraction = try decimals(parts.count > 1 ? String(parts[1]) : "")
        guard let value = Int64(groups.joined() + fraction) else { throw fault("is too large") }
        return isNegative ? -value : value
    }

    /// Without spaces, apostrophes, and the currency before or behind it.
    private var bare: String {
        var number = text.filter { !$0.isWhitespace && !$0.isCurrencySymbol && $0 != "'" && $0 != "’" }
        if number.prefix(3).allSatisfy(\.isUppercase) { number.removeFirst(min(3, number.count)) }
        if number.suffix(3).allSatisfy(\.isUppercase) { number.removeLast(min(3, number.count)) }
        return number
    }

    private func marks(of number: String) throws(ValidationError) -> (group: Character?, decimal: Character?) {
        let marks = number.filter { !$0.isNumber }
        guard let first = marks.first, let last = marks.last else { return (nil, nil) }
        if first != last {
            guard marks.filter({ $0 == last }).count == 1 else { throw noNumber }
            return (first, last)
        }
        if marks.count > 1 { return (first, nil) }
        let isThousand = number.suffix(4).first == first && number.count <= 7 && !number.hasPrefix("0")
        if isThousand, digits >= 3 { throw fault("could be read in two ways; leave the mark between the thousands out") }
        return isThousand ? (first, nil) : (nil, first)
    }

    /// As many digits as count; zeros beyond them say nothing.
    private func decimals(_ fraction: String) throws(ValidationError) -> String {
        guard fraction.utf8.dropFirst(digits).allSatisfy({ $0 == UInt8(ascii: "0") }) else {
            throw digits == 0 ? fault("must be a whole number") : fault("must have at most \(digits) decimals")
        }
        return fraction.prefix(digits) + String(repeating: "0", count: max(0, digits - fraction.utf8.count))
    }

    private var noNumber: ValidationError { fault("must be a number such as \(digits == 0 ? "1200" : "1200.50")") }

    private func fault(_ rule: String) -> ValidationError { ValidationError(field: field, "\(field) \(rule); \"\(text)\" could not be read.") }
}

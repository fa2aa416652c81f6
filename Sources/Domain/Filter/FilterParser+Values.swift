/// What a field is compared with, by the field's kind.
extension FilterParser {
    mutating func value(of field: FilterField) throws(FilterError) -> FilterValue {
        switch field.kind {
        case .text: return .text(try text(of: field))
        case .choice(let words): return .text(try choice(words, field))
        case .number: return .number(try number())
        case .flag: return .flag(try flag(field))
        case .day: return .day(try day(field))
        case .instant: return try instant(field)
        }
    }

    /// Digits and dates are texts too where a text is wanted: `external_id = 0042`.
    mutating func text(of field: FilterField) throws(FilterError) -> String {
        let token = current
        switch token.kind {
        case .text(let text):
            advance()
            return text
        case .number, .date:
            advance()
            return token.source
        case .word where !FilterWords.reserved.contains(token.source.lowercased()):
            advance()
            return token.source
        default:
            throw token.fault("expected a text for \(field.name) but found \(token.shown): put it in double quotes")
        }
    }

    private mutating func choice(_ words: [String], _ field: FilterField) throws(FilterError) -> String {
        let token = current
        let text = try text(of: field).lowercased()
        if let word = words.first(where: { $0.lowercased() == text }) { return word }
        let remedy = suggestion(for: text, among: words, otherwise: "choose one of \(words.joined(separator: ", "))")
        throw token.fault("\(field.name) is never \(token.shown): \(remedy)")
    }

    mutating func number() throws(FilterError) -> Int64 {
        let isNegative = take(symbol: "-")
        guard case .number(let number) = current.kind else { throw current.fault("expected a whole number but found \(current.shown)") }
        advance()
        return isNegative ? -number : number
    }

    private mutating func flag(_ field: FilterField) throws(FilterError) -> Bool {
        if take(word: "true") { return true }
        if take(word: "false") { return false }
        throw current.fault("\(field.name) is true or false: expected one of them but found \(current.shown)")
    }

    // MARK: Days and instants

    private mutating func instant(_ field: FilterField) throws(FilterError) -> FilterValue {
        if take(word: "now") { return .now(try offset { _ in true }) }
        guard let day = try someDay() else {
            throw current.fault("\(field.name) is a time: compare it with now, today or a date such as 2026-03-01, not \(current.shown)")
        }
        return .day(day)
    }

    private mutating func day(_ field: FilterField) throws(FilterError) -> FilterDay {
        if let day = try someDay() { return day }
        throw current.fault("\(field.name) is a day: compare it with today or a date such as 2026-03-01, not \(current.shown)")
    }

    private mutating func someDay() throws(FilterError) -> FilterDay? {
        if case .date(let date) = current.kind {
            advance()
            return .date(date)
        }
        guard take(word: "today") else { return nil }
        return .today(try offset(\.isWholeDays))
    }

    /// `+` or `-`, a number and a unit; nil where no sign follows.
    private mutating func offset(_ fits: (FilterOffset.Unit) -> Bool) throws(FilterError) -> FilterOffset? {
        let isNegative = current.isSymbol("-")
        guard isNegative || current.isSymbol("+") else { return nil }
        advance()
        let start = current
        guard case .number(let amount) = start.kind else { throw start.fault("expected a number, as in 14 days, but found \(start.shown)") }
        advance()
        let unit = try unit(fits)
        guard amount <= FilterLimits.offsetSeconds / unit.seconds else { throw start.fault("that is more than a hundred years: take less") }
        return FilterOffset(isNegative ? -amount : amount, unit)
    }

    private mutating func unit(_ fits: (FilterOffset.Unit) -> Bool) throws(FilterError) -> FilterOffset.Unit {
        let units = FilterOffset.Unit.allCases.filter(fits)
        guard let word = current.word, let unit = units.first(where: { word == $0.rawValue || word == $0.rawValue + "s" }) else {
            throw current.fault("expected \(units.map { "\($0.rawValue)s" }.joined(separator: ", ")) but found \(current.shown)")
        }
        advance()
        return unit
    }
}

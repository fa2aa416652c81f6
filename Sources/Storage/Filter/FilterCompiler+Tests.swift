import Domain

/// Tests of one value, each of them true or false whatever the value.
extension FilterCompiler {
    mutating func condition(_ test: FilterTest, on operand: FilterOperand) -> String {
        switch test {
        case .isEmpty: return isEmpty(operand)
        case .compare(.notEqual, let value): return "NOT (\(equality(operand, value)))"
        case .compare(.equal, let value): return equality(operand, value)
        case .compare(let comparison, let value): return order(operand, comparison, value)
        case .isOneOf(let values): return membership(operand, values)
        case .match(let match, let text): return operand.falseIfNull("\(operand.folded) LIKE \(pattern(match, text, of: operand)) ESCAPE '\\'")
        }
    }

    private func isEmpty(_ operand: FilterOperand) -> String {
        let isNull = operand.isOptional ? "\(operand.text) IS NULL" : "1 = 0"
        return operand.isText ? "(\(isNull) OR \(operand.text) = '')" : isNull
    }

    // MARK: Equality

    private mutating func equality(_ operand: FilterOperand, _ value: FilterValue) -> String {
        if value == .text("") { return isEmpty(operand) }
        if operand.kind == .instant, case .day(let day) = value { return within(operand, moment.day(day)) }
        return operand.falseIfNull("\(operand.folded) = \(bind(value, for: operand))")
    }

    /// At some time of the day.
    private mutating func within(_ operand: FilterOperand, _ day: LocalDate) -> String {
        let last = Timestamp(milliseconds: moment.start(of: day.adding(days: 1)).milliseconds - 1)
        return operand.falseIfNull("\(operand.text) BETWEEN \(bindings.bind(.time(moment.start(of: day)))) AND \(bindings.bind(.time(last)))")
    }

    private mutating func membership(_ operand: FilterOperand, _ values: [FilterValue]) -> String {
        var alternatives: [String] = []
        var placeholders: [String] = []
        for value in values {
            let isSingle = value != .text("") && (operand.kind != .instant || value.isNow)
            if isSingle { placeholders.append(bind(value, for: operand)) } else { alternatives.append(equality(operand, value)) }
        }
        if !placeholders.isEmpty { alternatives.append(operand.falseIfNull("\(operand.folded) IN (\(placeholders.joined(separator: ", ")))")) }
        return "(\(alternatives.joined(separator: " OR ")))"
    }

    // MARK: Order

    private mutating func order(_ operand: FilterOperand, _ comparison: FilterComparison, _ value: FilterValue) -> String {
        if operand.kind == .instant, case .day(let day) = value { return order(operand, comparison, day: moment.day(day)) }
        let right = bind(value, for: operand)
        // No text is an empty text, which comes before all others.
        if operand.isText, operand.isOptional { return "COALESCE(\(operand.folded), '') \(comparison.sql) \(right)" }
        return operand.falseIfNull("\(operand.folded) \(comparison.sql) \(right)")
    }

    /// An instant is before a day where it is before the day's first instant, and after it from the next day's on.
    private mutating func order(_ operand: FilterOperand, _ comparison: FilterComparison, day: LocalDate) -> String {
        let isFromNextDay = comparison == .greater || comparison == .lessOrEqual
        let bound = bindings.bind(.time(moment.start(of: isFromNextDay ? day.adding(days: 1) : day)))
        let isBefore = comparison == .less || comparison == .lessOrEqual
        return operand.falseIfNull("\(operand.text) \(isBefore ? "<" : ">=") \(bound)")
    }

    // MARK: Values

    private mutating func bind(_ value: FilterValue, for operand: FilterOperand) -> String {
        switch value {
        case .text(let text): bindings.bind(.text(operand.compared(text)))
        case .number(let number): bindings.bind(.integer(number))
        case .flag(let flag): bindings.bind(.integer(flag ? 1 : 0))
        case .day(let day): bindings.bind(.date(moment.day(day)))
        case .now(let offset): bindings.bind(.time(moment.instant(offset)))
        }
    }

    private mutating func pattern(_ match: FilterMatch, _ text: String, of operand: FilterOperand) -> String {
        let text = (operand.isLowercase ? text.lowercased() : text.lowercasedA2Z).likeEscaped
        return switch match {
        case .contains: bindings.bind(.text("%\(text)%"))
        case .startsWith: bindings.bind(.text("\(text)%"))
        case .endsWith: bindings.bind(.text("%\(text)"))
        }
    }
}

extension FilterOperand {
    fileprivate var isText: Bool {
        switch kind {
        case .text, .choice: true
        default: false
        }
    }

    /// `lower` knows the letters A to Z only, on SQLite always and on PostgreSQL with the columns' collation: texts
    /// compare alike on both. The words of a choice are stored exactly as the field lists them.
    fileprivate func compared(_ value: String) -> String {
        isLowercase ? value.lowercased() : kind == .text ? value.lowercasedA2Z : value
    }

    /// The same of the values that are there.
    fileprivate var folded: String { kind == .text ? "lower(\(text))" : text }
}

extension FilterValue {
    fileprivate var isNow: Bool {
        if case .now = self { true } else { false }
    }
}

extension String {
    fileprivate var lowercasedA2Z: String {
        String(decoding: utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }
}

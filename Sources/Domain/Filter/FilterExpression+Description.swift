extension FilterExpression: CustomStringConvertible {
    /// The canonical text.
    package var description: String {
        switch self {
        case .everyone: "everyone"
        case .all(let parts): parts.map { $0.isJoined ? "(\($0))" : "\($0)" }.joined(separator: " and ")
        case .any(let parts): parts.map { $0.isAny ? "(\($0))" : "\($0)" }.joined(separator: " or ")
        case .not(let negated): negated.negation
        case .test(let field, let test): "\(field.name) \(test.text(isNegated: false))"
        case .exists(let related): "exists \(related.text())"
        case .count(let related, let comparison, let number): "count \(related.text()) \(comparison.rawValue) \(number)"
        case .sum(let related, let field, let comparison, let number): "sum \(related.text(of: field)) \(comparison.rawValue) \(number)"
        case .extreme(let extreme, let related, let field, let test): "\(extreme) \(related.text(of: field)) \(test.text(isNegated: false))"
        }
    }

    private var negation: String {
        switch self {
        case .test(let field, let test) where !test.isComparison: "\(field.name) \(test.text(isNegated: true))"
        case .extreme(let extreme, let related, let field, let test) where !test.isComparison:
            "\(extreme) \(related.text(of: field)) \(test.text(isNegated: true))"
        default: isJoined ? "not (\(self))" : "not \(self)"
        }
    }

    private var isAny: Bool {
        if case .any = self { true } else { false }
    }

    private var isJoined: Bool {
        if case .all = self { true } else { isAny }
    }
}

extension FilterRelated {
    fileprivate func text(of field: FilterField? = nil) -> String {
        record + (field.map { ".\($0.name)" } ?? "") + (condition.map { "(\($0))" } ?? "")
    }
}

extension FilterTest {
    fileprivate var isComparison: Bool {
        if case .compare = self { true } else { false }
    }

    /// What follows the field's name.
    fileprivate func text(isNegated: Bool) -> String {
        let not = isNegated ? "not " : ""
        return switch self {
        case .isEmpty: "is \(not)empty"
        case .compare(let comparison, let value): "\(comparison.rawValue) \(value)"
        case .isOneOf(let values): "\(not)in (\(values.map(\.description).joined(separator: ", ")))"
        case .match(let match, let text): "\(not)\(match.rawValue) \(text.filterLiteral)"
        }
    }
}

extension FilterValue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .text(let text): text.filterLiteral
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .day(.date(let date)): "\(date)"
        case .day(.today(let offset)): "today\(offset.map { " \($0)" } ?? "")"
        case .now(let offset): "now\(offset.map { " \($0)" } ?? "")"
        }
    }
}

extension FilterOffset: CustomStringConvertible {
    package var description: String {
        "\(amount < 0 ? "-" : "+") \(amount.magnitude) \(unit.rawValue)\(amount.magnitude == 1 ? "" : "s")"
    }
}

extension String {
    /// Bare where it is a plain word of the letters A to Z, digits and `_`; in quotes otherwise.
    fileprivate var filterLiteral: String {
        let isPlain =
            utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0.isLetterA2Z || $0.isDigit0to9 } && utf8.first.map { !$0.isDigit0to9 } ?? false
        if isPlain, !FilterWords.quoted.contains(lowercased()) { return self }
        return "\"\(escaped)\""
    }

    /// By Unicode scalars: a mark after a quote makes one character of the two.
    private var escaped: String {
        var escaped = UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\\" || scalar == "\"" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}

extension UInt8 {
    fileprivate var isDigit0to9: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isLetterA2Z: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

/// A field, and what is asked of it.
extension FilterParser {
    mutating func condition(of record: FilterRecord) throws(FilterError) -> FilterExpression {
        if let shorthand = shorthand(of: record) {
            advance()
            return try tested(shorthand.field) { .extreme(.latest, FilterRelated(shorthand.record), shorthand.field, $0) }
        }
        let field = try field(of: record)
        return try tested(field) { .test(field, $0) }
    }

    private func shorthand(of record: FilterRecord) -> FilterShorthand? {
        guard record.name == schema.subject.name else { return nil }
        return schema.shorthands.first { current.isWord($0.name) }
    }

    mutating func field(of record: FilterRecord) throws(FilterError) -> FilterField {
        guard let word = current.word, !FilterWords.reserved.contains(word) else {
            throw current.fault("expected a condition on a \(record.name), such as \(example(of: record)), but found \(current.shown)")
        }
        guard let field = record.field(word) else { throw current.fault(unknownField(word, of: record)) }
        advance()
        return field
    }

    private func example(of record: FilterRecord) -> String { "\(record.fields.last?.name ?? "id") is not empty" }

    private func unknownField(_ word: String, of record: FilterRecord) -> String {
        let isSubject = record.name == schema.subject.name
        let names = record.fields.map(\.name) + (isSubject ? schema.shorthands.map(\.name) : [])
        if isSubject, schema.related.contains(where: { $0.name == word }) {
            return "\(word) is no field of \(record.name): write exists \(word)(…), or count \(word)(…) and a number to compare with"
        }
        let remedy = suggestion(for: word, among: names, otherwise: "choose one of \(names.joined(separator: ", "))")
        return "unknown field \"\(current.shown)\" of \(record.name): \(remedy)"
    }

    /// The test that follows a field's name, wrapped in the condition that `wrap` makes of it.
    mutating func tested(_ field: FilterField, _ wrap: (FilterTest) -> FilterExpression) throws(FilterError) -> FilterExpression {
        if take(word: "is") { return try emptiness(wrap) }
        if take(word: "not") {
            guard let test = try wordTest(of: field) else {
                throw current.fault("expected in, contains, starts with or ends with after not, but found \(current.shown)")
            }
            return .not(wrap(test))
        }
        if let test = try wordTest(of: field) { return wrap(test) }
        let comparison = try comparison(of: field.kind, field.name)
        return wrap(.compare(comparison, try value(of: field)))
    }

    private mutating func emptiness(_ wrap: (FilterTest) -> FilterExpression) throws(FilterError) -> FilterExpression {
        let isNegated = take(word: "not")
        guard take(word: "empty") else { throw current.fault("expected empty or not empty after is, but found \(current.shown)") }
        return isNegated ? .not(wrap(.isEmpty)) : wrap(.isEmpty)
    }

    private mutating func wordTest(of field: FilterField) throws(FilterError) -> FilterTest? {
        if take(word: "in") { return .isOneOf(try list(of: field)) }
        guard let match = FilterMatch.allCases.first(where: { current.isWord(String($0.rawValue.prefix { $0 != " " })) }) else { return nil }
        guard field.kind.matches.contains(match) else { throw current.fault("\(field.name) is no text: compare it with = or another sign") }
        advance()
        if match != .contains, !take(word: "with") { throw current.fault("expected with, but found \(current.shown)") }
        return .match(match, try needle(of: field))
    }

    private mutating func needle(of field: FilterField) throws(FilterError) -> String {
        let start = current
        let text = try text(of: field)
        guard !text.isEmpty else { throw start.fault("every text contains an empty one: write \(field.name) is not empty, or a text to look for") }
        return text
    }

    private mutating func list(of field: FilterField) throws(FilterError) -> [FilterValue] {
        guard take(symbol: "(") else { throw current.fault("expected ( after in, as in \(field.name) in (…, …), but found \(current.shown)") }
        var values = [try value(of: field)]
        while take(symbol: ",") {
            guard values.count < FilterLimits.listEntries else {
                throw current.fault("a list has at most \(FilterLimits.listEntries) entries: leave some out, or join two lists by or")
            }
            values.append(try value(of: field))
        }
        guard take(symbol: ")") else { throw current.fault("expected , or ) but found \(current.shown)") }
        return values
    }

    mutating func comparison(of kind: FilterField.Kind, _ name: String) throws(FilterError) -> FilterComparison {
        guard let comparison = FilterComparison.allCases.first(where: { current.isSymbol($0.rawValue) }) else {
            throw current.fault("expected =, !=, <, <=, >, >=, in or is after \(name), but found \(current.shown)")
        }
        guard kind.comparisons.contains(comparison) else {
            let isFlag = kind == .flag
            throw current.fault(
                isFlag ? "\(name) is true or false: use = or !=" : "\(name) is one of a few words without an order: use =, != or in")
        }
        advance()
        return comparison
    }
}

/// Conditions on the rows that belong to the subject.
extension FilterParser {
    /// Nil where something else stands there.
    mutating func aggregate(of record: FilterRecord) throws(FilterError) -> FilterExpression? {
        let start = current
        guard let word = start.word, Self.words.contains(word) else { return nil }
        guard record.name == schema.subject.name else {
            throw start.fault("\(word) asks about a \(schema.subject.name): it cannot stand inside \(record.name)(…)")
        }
        advance()
        let related = try relatedRecord(after: word)
        switch word {
        case "exists": return .exists(try rows(of: related))
        case "no": return .not(.exists(try rows(of: related)))
        case "count": return try count(related)
        case "sum": return try sum(related)
        default: return try extreme(FilterExtreme(rawValue: word) ?? .latest, related)
        }
    }

    private static let words: Set = ["exists", "no", "count", "sum", "latest", "earliest"]

    private mutating func relatedRecord(after word: String) throws(FilterError) -> FilterRecord {
        let names = schema.related.map(\.name)
        let choice = names.joined(separator: ", ")
        guard let name = current.word else { throw current.fault("expected one of \(choice) after \(word), but found \(current.shown)") }
        guard let record = schema.related.first(where: { $0.name == name }) else {
            let remedy = suggestion(for: name, among: names, otherwise: "choose one of \(choice)")
            throw current.fault("a \(schema.subject.name) has no \(current.shown): \(remedy)")
        }
        advance()
        return record
    }

    /// The condition in parentheses that may follow a record's name.
    private mutating func rows(of record: FilterRecord) throws(FilterError) -> FilterRelated {
        guard current.isSymbol("(") else { return FilterRelated(record.name) }
        if following.isSymbol(")") {
            advance()
            advance()
            return FilterRelated(record.name)
        }
        return FilterRelated(record.name, try parenthesised(of: record))
    }

    private mutating func count(_ record: FilterRecord) throws(FilterError) -> FilterExpression {
        let related = try rows(of: record)
        let comparison = try comparison(of: .number, "count \(record.name)(…)")
        return .count(related, comparison, try number())
    }

    private mutating func sum(_ record: FilterRecord) throws(FilterError) -> FilterExpression {
        let field = try member(of: record, after: "sum", "a number") { $0 == .number }
        let related = try rows(of: record)
        let comparison = try comparison(of: .number, "sum \(record.name).\(field.name)")
        return .sum(related, field, comparison, try number())
    }

    private mutating func extreme(_ extreme: FilterExtreme, _ record: FilterRecord) throws(FilterError) -> FilterExpression {
        let field = try member(of: record, after: extreme.rawValue, "a day or a time") { $0 == .day || $0 == .instant }
        let related = try rows(of: record)
        return try tested(field) { .extreme(extreme, related, field, $0) }
    }

    /// `.` and the name of a field of the wanted kind.
    private mutating func member(
        of record: FilterRecord, after word: String, _ wanted: String, _ fits: (FilterField.Kind) -> Bool
    ) throws(FilterError) -> FilterField {
        let fitting = record.fields.filter { fits($0.kind) }.map(\.name).joined(separator: ", ")
        guard take(symbol: ".") else {
            throw current.fault("\(word) needs a field, as in \(word) \(record.name).…: choose one of \(fitting)")
        }
        let start = current
        let field = try field(of: record)
        guard fits(field.kind) else { throw start.fault("\(field.name) of \(record.name) is not \(wanted): choose one of \(fitting)") }
        return field
    }
}

package import Domain

/// Random filters of a schema, such as its grammar allows.
package struct FilterGenerator {
    private let schema: FilterSchema
    private let texts: [String]
    private let numbers: [Int64]
    private let dates: [LocalDate]
    private var random: SeededGenerator

    /// Values to compare with are drawn from the given ones.
    package init(_ schema: FilterSchema, texts: [String], numbers: [Int64], dates: [LocalDate], seed: UInt64) {
        self.schema = schema
        self.texts = texts
        self.numbers = numbers
        self.dates = dates
        random = SeededGenerator(state: seed)
    }

    package mutating func expression(depth: Int = 3) -> FilterExpression { expression(of: schema.subject, depth: depth) }

    private mutating func expression(of record: FilterRecord, depth: Int) -> FilterExpression {
        let kind = depth > 0 ? Int.random(in: 0...9, using: &random) : 9
        switch kind {
        case 0, 1: return .all(several(record, depth))
        case 2, 3: return .any(several(record, depth))
        case 4, 5: return .not(expression(of: record, depth: depth - 1))
        case 6...8 where record.name == schema.subject.name: return aggregate(depth: depth - 1)
        default: return chance(of: 40) ? .everyone : test(of: record)
        }
    }

    private mutating func several(_ record: FilterRecord, _ depth: Int) -> [FilterExpression] {
        (0..<Int.random(in: 2...3, using: &random)).map { _ in expression(of: record, depth: depth - 1) }
    }

    // MARK: Conditions

    private mutating func test(of record: FilterRecord) -> FilterExpression {
        let field = pick(record.fields)
        return .test(field, test(of: field))
    }

    private mutating func aggregate(depth: Int) -> FilterExpression {
        let record = pick(schema.related)
        let related = FilterRelated(record.name, chance(of: 4) ? nil : expression(of: record, depth: max(0, depth)))
        let summable = record.fields.filter { $0.kind == .number }
        switch Int.random(in: 0...5, using: &random) {
        case 0, 1: return .exists(related)
        case 2 where !summable.isEmpty: return .sum(related, pick(summable), pick(FilterComparison.allCases), pick(numbers))
        case 2, 3: return .count(related, pick(FilterComparison.allCases), Int64.random(in: -1...3, using: &random))
        default:
            let field = pick(record.fields.filter { $0.kind == .day || $0.kind == .instant })
            return .extreme(pick(FilterExtreme.allCases), related, field, test(of: field))
        }
    }

    private mutating func test(of field: FilterField) -> FilterTest {
        let kind = Int.random(in: 0...6, using: &random)
        switch (kind, field.kind) {
        case (0, _): return .isEmpty
        case (1, _): return .isOneOf((0...Int.random(in: 0...2, using: &random)).map { _ in value(of: field.kind) })
        case (2, .text), (3, .text): return .match(pick(FilterMatch.allCases), pick(texts.filter { !$0.isEmpty }))
        case (_, .flag), (_, .choice): return .compare(pick([.equal, .notEqual]), value(of: field.kind))
        default: return .compare(pick(FilterComparison.allCases), value(of: field.kind))
        }
    }

    // MARK: Values

    private mutating func value(of kind: FilterField.Kind) -> FilterValue {
        switch kind {
        case .text: .text(pick(texts))
        case .choice(let words): .text(pick(words))
        case .number: .number(pick(numbers))
        case .flag: .flag(Bool.random(using: &random))
        case .day: .day(day())
        case .instant: chance(of: 2) ? .day(day()) : .now(offset(FilterOffset.Unit.allCases))
        }
    }

    private mutating func day() -> FilterDay { chance(of: 2) ? .date(pick(dates)) : .today(offset([.day, .week])) }

    private mutating func offset(_ units: [FilterOffset.Unit]) -> FilterOffset? {
        chance(of: 4) ? nil : FilterOffset(Int64.random(in: -12...12, using: &random), pick(units))
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices.lowerBound..<elements.indices.upperBound, using: &random)]
    }

    /// True once in so many times.
    private mutating func chance(of count: Int) -> Bool { Int.random(in: 1...count, using: &random) == 1 }
}

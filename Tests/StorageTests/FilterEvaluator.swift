import Domain
import Foundation
import Storage

/// Judges rows by a filter without any SQL: what the compiled statements are compared with.
struct FilterEvaluator {
    typealias Record = [String: SQLValue]

    /// By the name of the record and the contact they belong to.
    private let related: [String: [SQLValue: [Record]]]
    private let moment: FilterMoment
    private let calendar: Calendar

    /// - Parameter related: by the name of the record; those of the subjects' workspace.
    init(related: [String: [Record]], moment: FilterMoment) {
        self.related = related.mapValues { Dictionary(grouping: $0) { $0["contact_id"] ?? .null } }
        self.moment = moment
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = moment.zone
        self.calendar = calendar
    }

    func chooses(_ subject: Record, _ expression: FilterExpression) -> Bool { holds(expression, subject, subject) }

    private func holds(_ expression: FilterExpression, _ row: Record, _ subject: Record) -> Bool {
        switch expression {
        case .everyone: true
        case .all(let parts): parts.allSatisfy { holds($0, row, subject) }
        case .any(let parts): parts.contains { holds($0, row, subject) }
        case .not(let negated): !holds(negated, row, subject)
        case .test(let field, let test): passes(row[field.name] ?? .null, field.isLowercase ? test.lowercased : test)
        case .exists(let related): !rows(related, subject).isEmpty
        case .count(let related, let comparison, let number):
            comparison.holds(Int64(rows(related, subject).count), number)
        case .sum(let related, let field, let comparison, let number):
            comparison.holds(integers(related, field, subject).reduce(0, +), number)
        case .extreme(let extreme, let related, let field, let test):
            passes(extremeValue(extreme, rows(related, subject).compactMap { $0[field.name] }), test)
        }
    }

    private func rows(_ related: FilterRelated, _ subject: Record) -> [Record] {
        let rows = self.related[related.record]?[subject["id"] ?? .null] ?? []
        return rows.filter { row in related.condition.map { holds($0, row, subject) } ?? true }
    }

    private func integers(_ related: FilterRelated, _ field: FilterField, _ subject: Record) -> [Int64] {
        rows(related, subject).compactMap { row in
            guard case .integer(let number)? = row[field.name] else { return nil }
            return number
        }
    }

    private func extremeValue(_ extreme: FilterExtreme, _ values: [SQLValue]) -> SQLValue {
        let sorted = values.filter { $0 != .null }.sorted { isLess($0, $1) }
        return (extreme == .latest ? sorted.last : sorted.first) ?? .null
    }

    private func isLess(_ left: SQLValue, _ right: SQLValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        default: false
        }
    }

    // MARK: One value

    private func passes(_ value: SQLValue, _ test: FilterTest) -> Bool {
        switch test {
        case .isEmpty: return value == .null || value == .text("")
        case .compare(.notEqual, let other): return !passes(value, .compare(.equal, other))
        case .compare(let comparison, let other): return order(value, other).map { comparison.holds($0, 0) } ?? false
        case .isOneOf(let values): return values.contains { order(value, $0) == 0 }
        case .match(let match, let needle): return text(value).map { match.finds(folded(needle), in: folded($0)) } ?? false
        }
    }

    /// Below, at or above 0; nil where they do not compare.
    private func order(_ value: SQLValue, _ other: FilterValue) -> Int64? {
        switch (value, other) {
        case (.null, .text(let right)): return compare([], folded(right))
        case (.text(let left), .text(let right)): return compare(folded(left), folded(right))
        case (.integer(let left), .number(let right)): return compare([left], [right])
        case (.integer(let left), .flag(let right)): return compare([left], [right ? 1 : 0])
        case (.integer(let left), .now(let offset)): return compare([left], [milliseconds(offset)])
        case (.integer(let left), .day(let day)): return compare([dayNumber(left)], [number(day)])
        case (.text(let left), .day(let day)): return compare([LocalDate(left)!.dayNumber], [number(day)])
        default: return nil
        }
    }

    private func compare<Element: Comparable>(_ left: [Element], _ right: [Element]) -> Int64 {
        left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    }

    private func milliseconds(_ offset: FilterOffset?) -> Int64 {
        let minutes: [FilterOffset.Unit: Int64] = [.minute: 1, .hour: 60, .day: 1440, .week: 10_080]
        return moment.now.milliseconds + (offset.map { $0.amount * minutes[$0.unit]! * 60_000 } ?? 0)
    }

    /// What Foundation's calendar shows in the zone.
    private func dayNumber(_ milliseconds: Int64) -> Int64 {
        let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
        return LocalDate(year: Int64(parts.year!), month: Int64(parts.month!), day: Int64(parts.day!)).dayNumber
    }

    private func number(_ day: FilterDay) -> Int64 {
        switch day {
        case .date(let date): date.dayNumber
        case .today(let offset): dayNumber(moment.now.milliseconds) + (offset.map { $0.amount * ($0.unit == .week ? 7 : 1) } ?? 0)
        }
    }

    private func text(_ value: SQLValue) -> String? {
        guard case .text(let text) = value else { return nil }
        return text
    }

    /// The bytes, with the letters A to Z in lower case.
    private func folded(_ text: String) -> [UInt8] { text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 } }
}

extension FilterTest {
    /// As of a field whose values are kept so.
    fileprivate var lowercased: FilterTest {
        switch self {
        case .isEmpty: self
        case .compare(let comparison, let value): .compare(comparison, value.lowercased)
        case .isOneOf(let values): .isOneOf(values.map(\.lowercased))
        case .match(let match, let text): .match(match, text.lowercased())
        }
    }
}

extension FilterValue {
    fileprivate var lowercased: FilterValue {
        if case .text(let text) = self { .text(text.lowercased()) } else { self }
    }
}

extension FilterComparison {
    fileprivate func holds(_ left: Int64, _ right: Int64) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}

extension FilterMatch {
    fileprivate func finds(_ needle: [UInt8], in text: [UInt8]) -> Bool {
        switch self {
        case .startsWith: text.starts(with: needle)
        case .endsWith: text.reversed().starts(with: needle.reversed())
        case .contains: text.indices.contains { text[$0...].starts(with: needle) }
        }
    }
}

/// How long to wait, in one unit: `36 hours`, `3 days`, `2 weeks`. A day has 24 hours and a week 7 days.
package struct WaitTime: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable {
        case hour
        case day
        case week

        var seconds: Int64 {
            switch self {
            case .hour: 3600
            case .day: 86_400
            case .week: 604_800
            }
        }
    }

    package let count: Int
    package let unit: Unit

    package static let range = 1...1000
    static let forms = "write a number of hours, days or weeks, such as 3 days"

    /// Stops the program for a count outside `range`.
    package init(_ count: Int, _ unit: Unit) {
        precondition(Self.range.contains(count), "a wait has a count of 1 to 1000")
        self.count = count
        self.unit = unit
    }

    package var duration: Duration { .seconds(Int64(count) * unit.seconds) }
}

extension WaitTime: CustomStringConvertible {
    /// The text that `init(parsing:)` reads as the same wait.
    package var description: String { count == 1 ? "1 \(unit.rawValue)" : "\(count) \(unit.rawValue)s" }

    package init(parsing text: String) throws(ScheduleSyntaxError) {
        guard text.utf8.count <= 100 else { throw ScheduleSyntaxError(column: 101, problem: "The wait is too long", remedy: Self.forms) }
        self = try Self.read(ScheduleToken.words(of: text)[...], missingAt: 1)
    }

    /// The number and the unit that `words` are, and nothing else.
    static func read(_ words: ArraySlice<ScheduleToken>, missingAt column: Int) throws(ScheduleSyntaxError) -> WaitTime {
        guard let number = words.first else { throw ScheduleSyntaxError(column: column, problem: "How long is missing", remedy: forms) }
        guard let count = number.number, range.contains(count) else { throw number.error("\(number.quoted) is no number of 1 to 1000", forms) }
        guard let word = words.dropFirst().first else { throw number.error("The unit after \(number.quoted) is missing", forms) }
        guard let unit = Unit.allCases.first(where: { [$0.rawValue, $0.rawValue + "s"].contains(word.text.lowercased()) }) else {
            throw word.error("\(word.quoted) is no unit", forms)
        }
        if let extra = words.dropFirst(2).first { throw extra.error("\(extra.quoted) is too much", "end with the unit") }
        return WaitTime(count, unit)
    }
}

/// One of the five fields of a cron expression: its values, and how a text says which of them are meant.
struct CronField: Sendable {
    let name: String
    /// The values that can be written.
    let values: ClosedRange<Int>
    /// The largest value that `*` and a start with a step run to; only for weekdays, where 7 is Sunday once more, below the largest.
    let last: Int
    /// The names of the values, from the first on; in capitals.
    let names: [String]
    /// What can be written, as remedies say it.
    let hint: String

    static let minute = CronField("minute", 0...59, hint: "write 0 to 59, such as 30, 0,30, 0-29 or */15")
    static let hour = CronField("hour", 0...23, hint: "write 0 to 23, such as 9, 9,17, 9-17 or */2")
    static let dayOfMonth = CronField("day of the month", 1...31, hint: "write 1 to 31, L, L-3, 15W or LW")
    static let month = CronField(
        "month", 1...12, names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        hint: "write 1 to 12 or JAN to DEC")
    static let weekday = CronField(
        "day of the week", 0...7, last: 6, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
        hint: "write 0 to 7 or SUN to SAT, FRIL for the last Friday, or MON#2 for the second Monday")

    private init(_ name: String, _ values: ClosedRange<Int>, last: Int? = nil, names: [String] = [], hint: String) {
        self.name = name
        self.values = values
        self.last = last ?? values.upperBound
        self.names = names
        self.hint = hint
    }

    /// All values, each once.
    var all: NumberSet { NumberSet(values.lowerBound...last) }

    /// The values of one item of a list: `*`, `5`, `5-9`, and each with a step (`*/2`, `5/2`, `5-9/2`).
    func set(of item: ScheduleToken) throws(ScheduleSyntaxError) -> NumberSet {
        let parts = item.split("/")
        guard parts.count <= 2 else { throw item.error("\(item.quoted) has more than one step", "write one, such as */15") }
        guard parts.count == 2 else { return NumberSet(try range(parts[0]).map(canonical)) }
        let range = try range(parts[0], isStart: true)
        return NumberSet(stride(from: range.lowerBound, through: range.upperBound, by: try step(parts[1])).map(canonical))
    }

    /// The value of a number or a name.
    func value(of token: ScheduleToken) throws(ScheduleSyntaxError) -> Int {
        if let index = names.firstIndex(of: token.text) { return values.lowerBound + index }
        guard let number = token.number, values.contains(number) else {
            throw token.error(token.text.isEmpty ? "A \(name) is missing" : "\(token.quoted) is no \(name)", hint)
        }
        return number
    }

    /// Sunday is 0, also where 7 was written.
    func canonical(_ value: Int) -> Int { value > last ? values.lowerBound : value }

    /// `isStart` where a step follows, so that a single value is a start.
    private func range(_ token: ScheduleToken, isStart: Bool = false) throws(ScheduleSyntaxError) -> ClosedRange<Int> {
        if token.text == "*" || token.text == "?" { return values.lowerBound...last }
        let ends = token.split("-")
        let from = try value(of: ends[0])
        switch ends.count {
        case 1: return from...(isStart ? max(from, last) : from)
        case 2: return try range(token, from: from, through: try value(of: ends[1]))
        default: throw token.error("\(token.quoted) is no range", "write two values, such as \(values.lowerBound)-\(values.lowerBound + 3)")
        }
    }

    private func range(_ token: ScheduleToken, from: Int, through: Int) throws(ScheduleSyntaxError) -> ClosedRange<Int> {
        let end = canonical(values.upperBound) == through ? values.upperBound : through
        if from <= through { return from...through }
        if from <= end { return from...end }
        throw token.error("The range \(token.quoted) runs backwards", inTwo(token.split("-"), from: from))
    }

    /// The remedy for a range that goes round the end.
    private func inTwo(_ ends: [ScheduleToken], from: Int) -> String {
        let rest = "\(label(values.lowerBound))-\(ends[1].text)"
        return from > last ? "write \(rest)" : "write it in two, \(ends[0].text)-\(label(last)),\(rest)"
    }

    private func step(_ token: ScheduleToken) throws(ScheduleSyntaxError) -> Int {
        let largest = last - values.lowerBound
        guard let step = token.number, (1...largest).contains(step) else {
            throw token.error("\(token.quoted) is no step for the \(name)", "write 1 to \(largest)")
        }
        return step
    }

    private func label(_ value: Int) -> String { names.isEmpty ? "\(value)" : names[value - values.lowerBound] }
}

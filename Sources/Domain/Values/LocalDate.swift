/// A calendar day without a time zone, in the proleptic Gregorian calendar; its text form is ISO 8601, `2026-01-31`.
///
/// The conversions are the days-from-civil algorithms of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
package struct LocalDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let dayNumber: Int64

    package init(dayNumber: Int64) { self.dayNumber = dayNumber }

    /// Nil unless `text` is exactly `YYYY-MM-DD` and names a day that exists.
    package init?(_ text: String) {
        var text = text
        guard let date = text.withUTF8({ LocalDate(utf8: $0) }) else { return nil }
        self = date
    }

    /// The same of the text's UTF-8.
    package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = Self.number(text[0..<4]), let month = Self.number(text[5..<7]), let day = Self.number(text[8..<10]),
            (1...12).contains(month), day >= 1
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard self.month == month, self.day == day else { return nil }
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        var number: Int64 = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int64(digit)
        }
        return number
    }

    package init(year: Int64, month: Int64, day: Int64) {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.flooringDivision(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        dayNumber = era * 146_097 + dayOfEra - 719_468
    }

    /// The last one that has a text form.
    package static let last = LocalDate(year: 9999, month: 12, day: 31)

    package var year: Int64 { civil.year }
    package var month: Int64 { civil.month }
    package var day: Int64 { civil.day }

    /// 1 is Monday, 7 is Sunday, as in ISO 8601.
    package var weekday: Int { Int((dayNumber + 3) - (dayNumber + 3).flooringDivision(by: 7) * 7) + 1 }

    package func adding(days: Int64) -> LocalDate { LocalDate(dayNumber: dayNumber + days) }

    package static func < (left: LocalDate, right: LocalDate) -> Bool { left.dayNumber < right.dayNumber }

    package var description: String { .digits { write(to: &$0) } }

    @inline(__always)
    func write(to text: inout DigitText) {
        let (year, month, day) = civil
        text.append(year, width: 4)
        text.append("-")
        text.append(month, width: 2)
        text.append("-")
        text.append(day, width: 2)
    }

    private var civil: (year: Int64, month: Int64, day: Int64) {
        let shifted = dayNumber + 719_468
        let era = shifted.flooringDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

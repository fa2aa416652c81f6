/// A time on a clock on the wall, without a day or a zone; its text form is `09:00`.
package struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 0 to 23.
    package let hour: Int
    /// 0 to 59.
    package let minute: Int

    package init(hour: Int, minute: Int = 0) {
        precondition((0...23).contains(hour) && (0...59).contains(minute), "a time of day is 00:00 to 23:59")
        self.hour = hour
        self.minute = minute
    }

    /// Nil unless `text` is exactly `HH:MM` and a time from 00:00 to 23:59.
    package init?(_ text: String) {
        let digits = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard digits.map(\.count) == [2, 2], digits.joined().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let hour = Int(String(digits[0]) ?? ""), let minute = Int(String(digits[1]) ?? ""), hour < 24, minute < 60
        else { return nil }
        self.init(hour: hour, minute: minute)
    }

    /// Minutes since 00:00, 0 to 1439.
    init(minuteOfDay: Int) { self.init(hour: minuteOfDay / 60, minute: minuteOfDay % 60) }

    package static let midnight = TimeOfDay(hour: 0)

    var secondsOfDay: Int64 { Int64(hour * 3600 + minute * 60) }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.secondsOfDay < right.secondsOfDay }

    package var description: String {
        .digits {
            $0.append(Int64(hour), width: 2)
            $0.append(":")
            $0.append(Int64(minute), width: 2)
        }
    }
}

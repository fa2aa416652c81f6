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

    /// As people write it: `9:00`, `9am`, `9:30pm`, `noon`, besides `09:00`; nil for anything else.
    init?(spoken text: String) {
        let text = text.lowercased()
        if let named = ["noon": 12, "midnight": 0][text] {
            self.init(hour: named)
            return
        }
        guard let match = text.wholeMatch(of: /([0-9]{1,2})(?::([0-9]{2}))?(am|pm)?/), match.2 != nil || match.3 != nil,
            let hour = Int(match.1), let minute = Int(match.2 ?? "0"), minute < 60
        else { return nil }
        switch match.3 {
        case nil where hour < 24: self.init(hour: hour, minute: minute)
        case "am" where (1...12).contains(hour): self.init(hour: hour % 12, minute: minute)
        case "pm" where (1...12).contains(hour): self.init(hour: hour % 12 + 12, minute: minute)
        default: return nil
        }
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

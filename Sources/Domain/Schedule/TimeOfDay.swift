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

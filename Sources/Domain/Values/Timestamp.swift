/// An instant: milliseconds since 1970-01-01T00:00:00Z, as every table stores it.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { milliseconds = seconds * 1000 }

    /// The last one that RFC 3339 has a form for.
    package static let last = Timestamp(milliseconds: (LocalDate.last.dayNumber + 1) * 86_400_000 - 1)

    package var seconds: Int64 { milliseconds.flooringDivision(by: 1000) }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    package func adding(_ duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds + duration.milliseconds)
    }

    /// RFC 3339 in UTC with milliseconds: `2026-01-31T09:00:00.000Z`.
    package var rfc3339: String {
        .digits { text in
            writeWallClock(to: &text)
            text.append(".")
            text.append(milliseconds - seconds * 1000, width: 3)
            text.append("Z")
        }
    }

    /// RFC 3339 date and time in UTC without fraction or zone, `2026-01-31T09:00:00`: the brief's clients expect it so.
    package var wallClock: String { .digits { writeWallClock(to: &$0) } }

    // In its caller's place, as what it calls, so that the bytes are written with nothing passed on.
    @inline(__always)
    func writeWallClock(to text: inout DigitText) {
        let seconds = seconds, day = seconds.flooringDivision(by: 86_400)
        let second = seconds - day * 86_400
        LocalDate(dayNumber: day).write(to: &text)
        text.append("T")
        text.append(second / 3600, width: 2)
        text.append(":")
        text.append(second / 60 % 60, width: 2)
        text.append(":")
        text.append(second % 60, width: 2)
    }
}

extension Duration {
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Int64 {
    func flooringDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

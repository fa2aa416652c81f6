package import struct Foundation.TimeZone

extension Timestamp {
    /// Nil unless `text` is a date and time of RFC 3339, `2026-01-31T09:00:00Z` or with a fraction or an offset.
    ///
    /// Fractions count to the millisecond; a leap second is refused.
    package init?(rfc3339 text: String) {
        // Until the second every part has its place.
        let (start, rest) = (text.prefix(19), text.dropFirst(19))
        guard start.count == 19, let minute = LocalMinute(start.prefix(16).uppercased()), start.dropFirst(16).first == ":",
            let second = number(start.suffix(2)), second < 60
        else { return nil }
        let zone = rest.drop { $0 == "." || $0.isNumber }
        guard let offset = offsetSeconds(zone), let fraction = millisecond(rest[..<zone.startIndex]) else { return nil }
        let seconds = minute.day.dayNumber * 86_400 + minute.time.secondsOfDay + second - offset
        self.init(milliseconds: seconds * 1000 + fraction)
    }

    /// RFC 3339 in UTC, with milliseconds only where there are some: `2026-01-31T09:00:00Z`.
    package var shortRFC3339: String { milliseconds == seconds * 1000 ? "\(wallClock)Z" : rfc3339 }

    /// RFC 3339 to the second with the offset of `zone`: `2026-01-31T09:00:00+01:00`.
    ///
    /// RFC 3339 knows whole minutes only: with an offset of another kind, as of local mean times, it is UTC.
    package func rfc3339(in zone: TimeZone) -> String {
        let offset = zone.offset(at: seconds)
        guard offset % 60 == 0 else { return "\(wallClock)Z" }
        let distance = TimeOfDay(minuteOfDay: Int(abs(offset) / 60))
        return "\(Timestamp(seconds: seconds + offset).wallClock)\(offset < 0 ? "-" : "+")\(distance)"
    }
}

/// Seconds east of UTC.
private func offsetSeconds(_ text: Substring) -> Int64? {
    if text == "Z" || text == "z" { return 0 }
    guard let sign = text.first, sign == "+" || sign == "-", let distance = TimeOfDay(String(text.dropFirst())) else { return nil }
    return sign == "-" ? -distance.secondsOfDay : distance.secondsOfDay
}

/// Of a fraction, zero for none; nil unless it is a point and digits.
private func millisecond(_ text: Substring) -> Int64? {
    if text.isEmpty { return 0 }
    let digits = text.dropFirst()
    guard text.hasPrefix("."), !digits.isEmpty, digits.allSatisfy({ number("\($0)") != nil }) else { return nil }
    return number((digits + "00").prefix(3))
}

/// Of ASCII digits only.
private func number(_ digits: Substring) -> Int64? {
    digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int64(digits) : nil
}

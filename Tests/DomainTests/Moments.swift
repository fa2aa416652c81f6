import Domain
import Foundation

/// The instant of an RFC 3339 text in UTC, `2026-01-31T09:00Z`.
func utc(_ text: String) -> Timestamp {
    let parts = text.dropLast().split(separator: "T")
    let clock = parts[1].split(separator: ":").map { Int64($0)! }
    return Timestamp(seconds: LocalDate(String(parts[0]))!.dayNumber * 86_400 + clock[0] * 3600 + clock[1] * 60)
}

func day(_ text: String) -> LocalDate { LocalDate(text)! }

func zone(_ name: String) -> TimeZone { knownTimeZone(name)! }

func at(_ hour: Int, _ minute: Int = 0) -> TimeOfDay { TimeOfDay(hour: hour, minute: minute) }

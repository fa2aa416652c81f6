import Domain
import NIOHTTP1

/// Reads a `Retry-After` field (RFC 9110, 10.2.3): seconds or an HTTP date; nil where it says neither.
func retryAfter(in headers: HTTPHeaders, now: Timestamp) -> Duration? {
    guard let field = headers.first(name: "retry-after") else { return nil }
    if let seconds = Int64(field) { return within(seconds) }
    return instant(ofHTTPDate: field).map { within($0.seconds - now.seconds) }
}

/// Nobody waits longer than a day; a moment that has passed is now.
private func within(_ seconds: Int64) -> Duration { .seconds(min(max(seconds, 0), 86_400)) }

/// The preferred form only, `Sun, 06 Nov 1994 08:49:37 GMT`.
private func instant(ofHTTPDate text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: words[2]),
        let date = LocalDate("\(words[3])-\(month < 9 ? "0" : "")\(month + 1)-\(words[1])"),
        let second = secondOfDay(words[4])
    else { return nil }
    return Timestamp(seconds: date.dayNumber * 86_400 + second)
}

private func secondOfDay(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":").compactMap { Int64($0) }
    guard parts.count == 3, (0...23).contains(parts[0]), (0...59).contains(parts[1]), (0...60).contains(parts[2])
    else { return nil }
    return parts[0] * 3600 + parts[1] * 60 + parts[2]
}

private let months: [Substring] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

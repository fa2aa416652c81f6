import Domain
import Foundation
import Storage

@testable import Journey

extension FuzzTarget {
    /// Single values that people and other programs write: days, instants, amounts, addresses, codes, and every kind of field.
    static let values = FuzzTarget.text(
        "values", longest: 1 << 16,
        words: [
            "2026-01-31", "T09:00:00", ".123", "Z", "+01:00", "-23:59", "31.01.2026", "1/2/2026", "1.200,50", "1'200", "€", "EUR", "-",
            "9223372036854775807",
            "whsec_", "AAAAAAAA", "==", "https://", "http://[::1]:80", "user@", "example.com", "#", "?", "%2e", "::ffff:", "192.0.2.1", "/24",
            "Europe/Berlin", "Z7",
            "true", "mill@example.com",
        ]
    ) { text in
        if let day = LocalDate(text) { try hold(day.description == text, "a day is printed as it was written") }
        if let instant = Timestamp(rfc3339: text) {
            try hold(Timestamp(rfc3339: instant.shortRFC3339) == instant, "an instant is printed as itself: \(instant.shortRFC3339)")
        }
        if let day = try? ImportDate.day(text, field: "due_date") { try hold(LocalDate(day.description) == day, "an imported day is one") }
        for digits in 0...3 {
            guard let number = try? ImportNumber.scaled(text, digits: digits, field: "amount") else { continue }
            try hold(try ImportNumber.scaled("\(number)", digits: 0, field: "amount") == number, "an imported number is one")
        }
        for field in fields { try check(field, text) }
        if let address = IPAddress(text) { try hold(IPAddress(address.description) == address, "an address is printed as itself: \(address)") }
        if let range = IPRange(text), let address = IPAddress(text) { try hold(range.contains(address), "an address alone is its own range") }
        if let bytes = Base32.decode(text) { try hold(Base32.decode(Base32.encode(bytes)) == bytes, "Base32 is written as itself") }
        _ = (RecoveryCode.hash(text), OpenIDSettings.isSafe(text), knownTimeZone(text), text.trimmed)
    }

    /// One of every kind that any table has.
    private static let fields: [Field] = [
        .optional("integer", .integer(-5...5000), ""), .optional("boolean", .boolean, ""), .optional("text", .text(1...40), ""),
        .optional("list", .textList(count: 5, length: 10), ""), .optional("choice", .choice(["a", "b"]), ""), .optional("time", .time, ""),
        .optional("email", .email, ""), .optional("date", .date, ""), .optional("zone", .timeZone, ""), .optional("day", .timeOfDay, ""),
        .optional("currency", .currency, ""), .optional("url", .url, ""), .optional("secret", .webhookSecret, ""), .optional("slug", .slug, ""),
    ]

    private static func check(_ field: Field, _ text: String) throws {
        do throws(ValidationError) {
            let value = try field.value(ofText: text)
            guard case .text(let kept) = value else { return }
            try? hold(!kept.utf8.contains(0), "no text holds what PostgreSQL refuses")
            guard field.name != "list" else { return }
            guard try field.value(ofText: kept) == value else { throw ValidationError(field: "", "is kept as another value") }
        } catch {
            try hold(error.issues.allSatisfy { $0.field == field.name && !$0.message.isEmpty }, "a refused value names its field: \(error)")
        }
    }
}

import Domain

/// Days as files write them.
enum ImportDate {
    /// `2026-01-31` also from `2026/01/31`, `2026-01-31 10:00`, `31.01.2026`, and from `01/31/2026` or `31/01/2026`
    /// where only one reading is a day.
    ///
    /// - Throws: `ValidationError` for anything else.
    static func day(_ text: String, field: String) throws(ValidationError) -> LocalDate {
        if let day = LocalDate(text) { return day }
        let date = text.split(separator: text.contains("T") ? "T" : " ").first ?? ""
        for separator in ["-", "/", "."] as [Character] {
            let parts = date.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, parts.allSatisfy({ (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit) }) else { continue }
            if let day = day(parts, separator) { return day }
        }
        throw ValidationError(field: field, "\(field) must be a date written as YYYY-MM-DD, such as 2026-01-31; \"\(text)\" could not be read.")
    }

    private static func day(_ parts: [String], _ separator: Character) -> LocalDate? {
        if parts[0].utf8.count == 4 { return existing(parts[0], parts[1], parts[2]) }
        guard parts[2].utf8.count == 4 else { return nil }
        let dayFirst = existing(parts[2], parts[1], parts[0])
        if separator == "." { return dayFirst }
        let monthFirst = existing(parts[2], parts[0], parts[1])
        guard separator == "/", dayFirst == nil || monthFirst == nil || dayFirst == monthFirst else { return nil }
        return monthFirst ?? dayFirst
    }

    private static func existing(_ year: String, _ month: String, _ day: String) -> LocalDate? {
        func two(_ text: String) -> String { text.utf8.count == 1 ? "0" + text : text }
        return LocalDate("\(year)-\(two(month))-\(two(day))")
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

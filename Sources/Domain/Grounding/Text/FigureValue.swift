/// Reads numbers in figures, whichever sign separates thousands and decimals.
enum FigureValue {
    /// In thousandths: none where the figures are no number (a date, a version), two where they may be one or another.
    static func thousandths(_ text: String) -> [Int64] {
        if text.utf8.allSatisfy({ (0x30..<0x3A).contains($0) }) { return text.utf8.count > 15 ? [] : [whole(text)].compactMap(\.self) }
        let plain = text.filter { $0.isNumber || $0 == "." || $0 == "," }
        let groups = plain.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }.map(String.init)
        let separators = plain.filter { $0 == "." || $0 == "," }
        guard groups.allSatisfy({ !$0.isEmpty }), plain.count <= 15 else { return [] }
        guard let last = separators.last else { return [whole(plain)].compactMap(\.self) }
        let isThousands = groups.dropFirst().allSatisfy { $0.count == 3 } && groups[0].count <= 3
        if separators.count == 1 { return single(groups, isThousands: isThousands) }
        if Set(separators).count == 1 { return isThousands ? [whole(groups.joined())].compactMap(\.self) : [] }
        // Both signs occur: the last one is that of the decimals, and occurs once.
        guard separators.filter({ $0 == last }).count == 1, groups.dropFirst().dropLast().allSatisfy({ $0.count == 3 }) else { return [] }
        return [decimal(groups.dropLast().joined(), groups[groups.count - 1])].compactMap(\.self)
    }

    private static func single(_ groups: [String], isThousands: Bool) -> [Int64] {
        let grouped = isThousands && groups[0] != "0" ? whole(groups.joined()) : nil
        return [grouped, decimal(groups[0], groups[1])].compactMap(\.self)
    }

    private static func whole(_ digits: String) -> Int64? {
        Int64(digits).map { $0.multipliedReportingOverflow(by: 1000) }.flatMap { $0.overflow ? nil : $0.partialValue }
    }

    private static func decimal(_ digits: String, _ fraction: String) -> Int64? {
        guard fraction.count <= 3, let rest = Int64(fraction + String(repeating: "0", count: 3 - fraction.count)) else { return nil }
        return whole(digits).map { $0 + rest }
    }
}

/// Finds telephone numbers: they are written in groups, as dates and amounts are.
enum PhoneText {
    /// How many scalars from `start` on are a telephone number; nil for none.
    static func length(_ scalars: ArraySlice<Unicode.Scalar>) -> Int? {
        guard let first = scalars.first, first == "+" || first == "(" || isDigit(first) else { return nil }
        let candidate = scalars.prefix(30).prefix {
            isDigit($0) || $0 == "+" || $0 == "(" || $0 == ")" || $0 == "-" || $0 == "/" || $0 == "." || $0 == " "
        }
        guard candidate.count >= 7, let end = candidate.lastIndex(where: isDigit) else { return nil }
        let number = candidate[...end]
        let groups = number.split { !isDigit($0) }.map(\.count)
        let digits = groups.reduce(0, +)
        guard (7...15).contains(digits), !hasTwoSpaces(number) else { return nil }
        if first == "+" { return number.count }
        guard !isDate(groups) else { return nil }
        if first == "(" { return groups.count > 1 ? number.count : nil }
        if first == "0" { return groups.count > 1 || digits > 8 ? number.count : nil }
        return groups.count > 1 && groups[0] == 3 && groups.dropFirst().allSatisfy { $0 == 3 || $0 == 4 } && groups.last == 4 ? number.count : nil
    }

    static func normal(_ text: String) -> String { text.filter { $0.isNumber || $0 == "+" } }

    /// Day, month and year in one of their orders come first.
    private static func isDate(_ groups: [Int]) -> Bool {
        guard groups.count >= 3 else { return false }
        return groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2 || groups[0] <= 2 && groups[1] <= 2 && groups[2] == 4
    }

    private static func hasTwoSpaces(_ number: ArraySlice<Unicode.Scalar>) -> Bool {
        zip(number, number.dropFirst()).contains { $0 == " " && $1 == " " }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x30 && scalar.value < 0x3A }
}

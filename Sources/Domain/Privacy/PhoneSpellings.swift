/// How a telephone number may be written in a text: as it is recorded, without marks between its digits, with others between its
/// groups, and, where it begins with a country's code, from within that country.
enum PhoneSpellings {
    private static let separators = [" ", "-", "/", ".", ""]

    /// The longest first, so that none takes a part of another; empty for what is too short to mean one number.
    static func of(_ phone: String) -> [String] {
        guard phone.count(where: \.isNumber) >= 5 else { return [] }
        let groups = phone.split { !$0.isNumber }.map(String.init)
        var spellings: Set<String> = [phone]
        for separator in separators {
            let number = groups.joined(separator: separator)
            spellings.formUnion(phone.hasPrefix("+") ? [number, "+" + number] : [number])
            for national in nationals(groups, of: phone) {
                spellings.insert("0" + national.joined(separator: separator))
                // The area's code stands apart, the rest is one number: 0170/5551234.
                if national.count > 1 { spellings.insert("0" + national[0] + separator + national.dropFirst().joined()) }
            }
        }
        return spellings.sorted { ($1.count, $0) < ($0.count, $1) }
    }

    /// Without the country's code, of one to three digits, and the (0) after it; several where nothing says how long the code is.
    private static func nationals(_ groups: [String], of phone: String) -> [[String]] {
        let isAbroad = phone.hasPrefix("+") || phone.hasPrefix("00")
        guard isAbroad, var first = groups.first else { return [] }
        if phone.hasPrefix("00") { first.removeFirst(2) }
        let rest = Array(groups.dropFirst())
        guard first.count > 3 || rest.isEmpty else { return [rest.first == "0" ? Array(rest.dropFirst()) : rest] }
        return (1...3).filter { first.count > $0 + 3 }.map { [String(first.dropFirst($0))] + rest }
    }
}

/// What a setting's text says: one rule and one sentence for all settings, whoever reads them. A missing or empty one says nothing.
package enum SettingText {
    /// - Throws: `ValidationError` naming the variable, its fault and a valid example.
    package static func flag(_ text: String?, _ name: String) throws(ValidationError) -> Bool? {
        switch text?.lowercased() {
        case nil, "": nil
        case "true", "1", "yes": true
        case "false", "0", "no": false
        default: throw ValidationError(field: name, "is neither true nor false; write for example false")
        }
    }

    /// - Throws: `ValidationError` naming the variable, its fault and a valid example.
    package static func number(
        _ text: String?, _ name: String, _ range: ClosedRange<Int>, such example: Int
    ) throws(ValidationError) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw ValidationError(
                field: name, "is no whole number of \(range.lowerBound) to \(range.upperBound); write for example \(example)")
        }
        return number
    }
}

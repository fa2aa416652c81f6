/// An absolute http or https address, without user and fragment.
package enum WebAddress {
    /// The rule, as a regular expression that JSON Schema understands too.
    package static let pattern = "^https?://([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:(\(port)))?([/?][!\"$-~]*)?$"

    private static let port = "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"

    static func isValid(_ text: String) -> Bool { text.wholeMatch(of: rule) != nil }

    // Never changed once it is made; a pattern that is none would stop the first test.
    private nonisolated(unsafe) static let rule = try! Regex(pattern)
}

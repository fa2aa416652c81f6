/// An absolute http or https address, without user and fragment.
package enum WebAddress {
    /// The rule, as a regular expression that JSON Schema understands too.
    package static let pattern = "^https?://([A-Za-z0-9._-]{1,253}|\\[(\(version6))\\])(:(\(port)))?([/?][!\"$-~]*)?$"

    /// The text forms of an IPv6 address (RFC 4291, 2.2) without an embedded IPv4 address.
    private static let version6 = [
        "([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}", "([0-9A-Fa-f]{1,4}:){1,7}:", "([0-9A-Fa-f]{1,4}:){1,6}:[0-9A-Fa-f]{1,4}",
        "([0-9A-Fa-f]{1,4}:){1,5}(:[0-9A-Fa-f]{1,4}){1,2}", "([0-9A-Fa-f]{1,4}:){1,4}(:[0-9A-Fa-f]{1,4}){1,3}",
        "([0-9A-Fa-f]{1,4}:){1,3}(:[0-9A-Fa-f]{1,4}){1,4}", "([0-9A-Fa-f]{1,4}:){1,2}(:[0-9A-Fa-f]{1,4}){1,5}",
        "[0-9A-Fa-f]{1,4}:(:[0-9A-Fa-f]{1,4}){1,6}", ":((:[0-9A-Fa-f]{1,4}){1,7}|:)",
    ].joined(separator: "|")

    private static let port = "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"

    static func isValid(_ text: String) -> Bool { text.wholeMatch(of: rule) != nil }

    // Never changed once it is made; a pattern that is none would stop the first test.
    private nonisolated(unsafe) static let rule = try! Regex(pattern)
}

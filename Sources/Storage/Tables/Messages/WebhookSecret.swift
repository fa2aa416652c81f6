import Domain
import Foundation

/// What a webhook's messages are signed with, in the form of Standard Webhooks (https://www.standardwebhooks.com):
/// `whsec_` and Base64.
package enum WebhookSecret {
    private static let prefix = "whsec_"

    /// A new one of 32 random bytes.
    package static func random() -> String { prefix + Data(RandomBytes.make(32)).base64EncodedString() }

    /// The rule, as a regular expression that JSON Schema understands too.
    package static let pattern = "^whsec_([A-Za-z0-9+/]{4}){8,21}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"

    static func isValid(_ text: String) -> Bool { text.utf8.count <= 100 && text.wholeMatch(of: rule) != nil }

    // Never changed once it is made; a pattern that is none would stop the first test.
    private nonisolated(unsafe) static let rule = try! Regex(pattern)
}

package import Domain
import Foundation

/// An address with the name that readers show beside it, such as `CRM Agent <crm@example.com>`.
package struct MailAddress: Equatable, Sendable {
    package var name: String
    package var address: String

    /// What stands after the last `@`.
    var domain: String { String(address.split(separator: "@").last ?? "") }

    /// - Throws: `ValidationError` that names `MAIL_FROM`.
    package init(_ text: String) throws(ValidationError) {
        let parts = text.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].hasSuffix(">") {
            name = parts[0].trimmingCharacters(in: .whitespaces).trimmingCharacters(in: ["\""])
            address = String(parts[1].dropLast())
        } else {
            name = ""
            address = text.trimmingCharacters(in: .whitespaces)
        }
        guard address.isMailable, !name.contains(where: \.isControl) else {
            throw ValidationError(field: "MAIL_FROM", "is no e-mail address; write for example CRM Agent <crm@example.com>")
        }
    }
}

extension String {
    /// Whether it can stand in a message's header and in a command to a server: a line end would begin another one.
    var isMailable: Bool { isEmailAddress && !contains(where: \.isControl) && !contains("\"") && !contains("\\") }
}

extension Character {
    var isControl: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
}

/// What a password must be, after NIST SP 800-63B: long, and not what one would try first. No mixture of signs is asked for.
package enum PasswordRule {
    package static let length = 12...1000

    /// - Throws: `ValidationError` that names the field and says what to choose.
    package static func check(_ password: String, of email: String, field: String = "password") throws(ValidationError) {
        guard length.contains(password.count) else {
            throw ValidationError(
                field: field, "\(field) must have \(length.lowerBound) to \(length.upperBound) characters: a few words make a good one.")
        }
        let plain = password.lowercased()
        let name = email.lowercased().prefix { $0 != "@" }
        guard plain != email.lowercased(), name.count < 4 || !plain.contains(name) else {
            throw ValidationError(field: field, "\(field) must not hold the e-mail address's name: choose a few other words.")
        }
        guard Set(plain).count > 4, !isRow(plain) else {
            throw ValidationError(field: field, "\(field) must not be a row or repetition of signs: choose a few words.")
        }
        guard !firstTries.contains(where: { isHardlyMore(plain, than: $0) }) else {
            throw ValidationError(field: field, "\(field) must not begin with a word that everybody tries first: choose a few other words.")
        }
    }

    private static let firstTries = [
        "password", "passwort", "letmein", "welcome", "qwerty", "iloveyou", "administrator", "changeme", "crmagent", "crm-agent",
    ]

    /// `password1234`, `passwordpassword!`.
    private static func isHardlyMore(_ text: String, than word: String) -> Bool {
        var rest = Substring(text)
        while rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
        return rest.count < text.count && rest.count < 8
    }

    /// `123456789012`, `abcdefghijkl` and their like.
    private static func isRow(_ text: String) -> Bool {
        let steps = zip(text.unicodeScalars, text.unicodeScalars.dropFirst()).map { Int($1.value) - Int($0.value) }
        return steps.count { $0 == 1 || $0 == -1 } * 4 > steps.count * 3
    }
}

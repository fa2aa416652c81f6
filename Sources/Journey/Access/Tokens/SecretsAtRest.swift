import Domain

/// Secrets of our own in the database: encrypted where a master key is set up.
struct SecretsAtRest: Sendable {
    let box: (any SecretBox)?
    private static let mark = "sealed:"

    /// - Parameter purpose: what the secret is of; it opens for nothing else.
    func sealed(_ secret: String, for purpose: String) throws -> String {
        guard let box else { return secret }
        return Self.mark + (try box.seal(Secret(secret), for: purpose))
    }

    /// - Throws: `SecretUnreadable`.
    func opened(_ text: String, for purpose: String) throws -> String {
        guard text.hasPrefix(Self.mark) else { return text }
        guard let box else { throw SecretUnreadable() }
        return try box.open(String(text.dropFirst(Self.mark.count)), for: purpose).value
    }
}

/// The port to encryption at rest.
package protocol SecretBox: Sendable {
    /// Encrypts; `purpose` says what the secret is of, and opening it for another fails.
    func seal(_ secret: Secret, for purpose: String) throws -> String

    /// - Throws: `SecretUnreadable`.
    func open(_ sealed: String, for purpose: String) throws(SecretUnreadable) -> Secret
}

/// What was encrypted with another key, for another purpose, or was changed since.
package struct SecretUnreadable: Error, Equatable, Sendable {
    package init() {}
}

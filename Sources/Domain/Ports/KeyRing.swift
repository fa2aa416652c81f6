/// The port to the master keys: seals under the current one, opens what that or the previous one has sealed.
package protocol KeyRing: SecretBox {
    /// Whether what was sealed is so under the current key.
    func isCurrent(_ sealed: String) -> Bool

    /// A new random key, to seal values under.
    func newKey() -> Secret

    /// - Parameter key: as of `newKey`.
    /// - Throws: `SecretUnreadable` for what is no key.
    func box(of key: Secret) throws(SecretUnreadable) -> any SecretBox
}

package import Domain
import Foundation

/// The master key, and the one before it while a change of keys goes on.
package struct MasterKeyRing: KeyRing {
    private let current: MasterKey
    private let previous: MasterKey?

    /// - Parameters:
    ///   - current: 32 bytes in Base64.
    ///   - previous: the same; nil outside of a change of keys.
    /// - Throws: `ValidationError` that names `MASTER_KEY` or `MASTER_KEY_PREVIOUS`.
    package init(current: String, previous: String?) throws(ValidationError) {
        self.current = try MasterKey(current)
        guard let previous else {
            self.previous = nil
            return
        }
        do { self.previous = try MasterKey(previous) } catch {
            throw ValidationError(field: "MASTER_KEY_PREVIOUS", "is no 32 bytes in Base64; write what MASTER_KEY was before")
        }
    }

    package func seal(_ secret: Secret, for purpose: String) throws -> String { try current.seal(secret, for: purpose) }

    package func open(_ sealed: String, for purpose: String) throws(SecretUnreadable) -> Secret {
        do { return try current.open(sealed, for: purpose) } catch {
            guard let previous else { throw error }
            return try previous.open(sealed, for: purpose)
        }
    }

    package func isCurrent(_ sealed: String) -> Bool { current.hasSealed(sealed) }

    package func newKey() -> Secret { Secret(Data(RandomBytes.make(32)).base64EncodedString()) }

    package func box(of key: Secret) throws(SecretUnreadable) -> any SecretBox {
        do { return try MasterKey(key.value) } catch { throw SecretUnreadable() }
    }
}

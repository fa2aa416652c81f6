import Crypto
package import Domain
import Foundation

/// Encrypts secrets at rest with AES-256-GCM (NIST SP 800-38D), each with a nonce of its own; what a secret is of is authenticated
/// with it, so that none can take another's place in the database.
///
/// Sealed: `v1.`, eight hexadecimal digits that tell the key, `.`, and nonce, ciphertext and tag in Base64.
package struct MasterKey: SecretBox {
    private let key: SymmetricKey
    private let mark: String

    /// - Parameter text: 32 bytes in Base64.
    /// - Throws: `ValidationError` that names `MASTER_KEY`.
    package init(_ text: String) throws(ValidationError) {
        guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
            throw ValidationError(field: "MASTER_KEY", "is no 32 bytes in Base64; `openssl rand -base64 32` makes some")
        }
        key = SymmetricKey(data: bytes)
        mark = SHA256.hash(data: bytes).prefix(4).hexadecimal
    }

    /// Whether it was this key.
    func hasSealed(_ sealed: String) -> Bool { sealed.hasPrefix("v1.\(mark).") }

    package func seal(_ secret: Secret, for purpose: String) throws -> String {
        let box = try AES.GCM.seal(Data(secret.value.utf8), using: key, authenticating: Data(purpose.utf8))
        return "v1.\(mark).\((box.combined ?? Data()).base64EncodedString())"
    }

    package func open(_ sealed: String, for purpose: String) throws(SecretUnreadable) -> Secret {
        let parts = sealed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "v1", let bytes = Data(base64Encoded: String(parts[2])),
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let opened = try? AES.GCM.open(box, using: key, authenticating: Data(purpose.utf8))
        else { throw SecretUnreadable() }
        return Secret(String(decoding: opened, as: UTF8.self))
    }
}

extension MasterKey: Unprinted {
    package var description: String { "MasterKey(\(mark))" }
}

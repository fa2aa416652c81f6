import Crypto
package import Domain
import Foundation

/// Encrypts backups; each file with a key of its own that is derived from this one.
package struct BackupKey: Sendable {
    private let key: SymmetricKey

    /// - Parameter text: 32 bytes in Base64.
    /// - Throws: `ValidationError` that names `BACKUP_KEY`.
    package init(_ text: String) throws(ValidationError) {
        guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
            throw ValidationError(field: "BACKUP_KEY", "is no 32 bytes in Base64; `openssl rand -base64 32` makes some")
        }
        key = SymmetricKey(data: bytes)
    }

    /// The file's key, and bytes that tell whether a reader has the same one (HKDF with SHA-256, RFC 5869).
    func derived(for header: BackupHeader) -> (key: SymmetricKey, check: Data) {
        let info = Data("crm-agent backup ".utf8) + header.start
        let bytes = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, salt: header.salt, info: info, outputByteCount: 48)
            .withUnsafeBytes { Data($0) }
        return (SymmetricKey(data: bytes.prefix(32)), Data(bytes.suffix(16)))
    }
}

extension BackupKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "BackupKey" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

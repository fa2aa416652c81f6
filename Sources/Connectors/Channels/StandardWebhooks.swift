import Crypto
import Foundation

/// Signs messages as the Standard Webhooks specification says, so that receivers can use any of its libraries.
///
/// The signature is HMAC-SHA256 over `id.timestamp.body` with the bytes behind `whsec_`, in Base64 behind `v1,`.
package enum StandardWebhooks {
    /// - Parameters:
    ///   - secret: `whsec_` and Base64; the prefix may be missing.
    ///   - timestamp: seconds since 1970, of this attempt.
    /// - Throws: `NoSecret` where the secret is empty or no Base64.
    package static func headers(
        id: String, timestamp: Int64, body: String, secret: String
    ) throws(NoSecret) -> [(name: String, value: String)] {
        let signature = try signature(id: id, timestamp: timestamp, body: body, secret: secret)
        return [("webhook-id", id), ("webhook-timestamp", "\(timestamp)"), ("webhook-signature", signature)]
    }

    package struct NoSecret: Error, Equatable {}

    private static let prefix = "whsec_"

    private static func signature(id: String, timestamp: Int64, body: String, secret: String) throws(NoSecret) -> String {
        var code = HMAC<SHA256>(key: try key(secret))
        code.update(data: Data("\(id).\(timestamp).".utf8))
        code.update(data: Data(body.utf8))
        return "v1," + Data(code.finalize()).base64EncodedString()
    }

    private static func key(_ secret: String) throws(NoSecret) -> SymmetricKey {
        let text = secret.hasPrefix(prefix) ? String(secret.dropFirst(prefix.count)) : secret
        guard let bytes = Data(base64Encoded: text), !bytes.isEmpty else { throw NoSecret() }
        return SymmetricKey(data: bytes)
    }
}

import Crypto
import Domain
import Foundation

/// Tokens that nobody can guess, of which the database keeps a hash only.
package enum RandomToken {
    /// 256 bits in Base64 without padding, for addresses (RFC 4648, section 5), after a prefix that tells what it is.
    package static func make(_ prefix: String = "") -> String {
        prefix + Data(RandomBytes.make(32)).base64URL
    }

    /// SHA-256: what is random needs no salt and no slow hash.
    package static func hash(_ token: String) -> String {
        Data(SHA256.hash(data: Data(token.utf8))).base64URL
    }
}

import Crypto
import CryptoExtras
import Foundation

/// What a scripted provider signs with, written apart from the library that checks it.
enum ProviderKey: Sendable {
    case p256(String, P256.Signing.PrivateKey)
    case ed25519(String, Curve25519.Signing.PrivateKey)
    case rsa(String, _RSA.Signing.PrivateKey)

    static func p256(_ name: String) -> Self { .p256(name, .init()) }
    static func ed25519(_ name: String) -> Self { .ed25519(name, .init()) }
    static func rsa(_ name: String, bits: Int = 2048) throws -> Self { .rsa(name, try .init(unsafeKeySize: .init(bitCount: bits))) }

    var name: String {
        switch self {
        case .p256(let name, _), .ed25519(let name, _), .rsa(let name, _): name
        }
    }

    var algorithm: String {
        switch self {
        case .p256: "ES256"
        case .ed25519: "EdDSA"
        case .rsa: "RS256"
        }
    }

    /// The public key as a provider publishes it (RFC 7517).
    func published() throws -> [String: any Sendable] {
        switch self {
        case .p256(let name, let key):
            let point = key.publicKey.rawRepresentation
            return ["kty": "EC", "crv": "P-256", "kid": name, "use": "sig", "x": text(point.prefix(32)), "y": text(point.suffix(32))]
        case .ed25519(let name, let key):
            return ["kty": "OKP", "crv": "Ed25519", "kid": name, "alg": "EdDSA", "x": text(key.publicKey.rawRepresentation)]
        case .rsa(let name, let key):
            let parts = try key.publicKey.getKeyPrimitives()
            return ["kty": "RSA", "kid": name, "use": "sig", "alg": "RS256", "n": text(parts.modulus), "e": text(parts.publicExponent)]
        }
    }

    func token(_ header: [String: any Sendable], _ claims: [String: any Sendable]) throws -> String {
        let signed = "\(try Self.part(header)).\(try Self.part(claims))"
        let bytes = Data(signed.utf8)
        let signature =
            switch self {
            case .p256(_, let key): try key.signature(for: bytes).rawRepresentation
            case .ed25519(_, let key): try key.signature(for: bytes)
            case .rsa(_, let key): try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation
            }
        return "\(signed).\(text(signature))"
    }

    /// Signed with a secret that everybody knows: the public key.
    func forgedWithPublicKey(_ header: [String: any Sendable], _ claims: [String: any Sendable]) throws -> String {
        let signed = "\(try Self.part(header)).\(try Self.part(claims))"
        guard case .p256(_, let key) = self else { return signed }
        let secret = SymmetricKey(data: Data(key.publicKey.pemRepresentation.utf8))
        return "\(signed).\(text(Data(HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: secret))))"
    }

    static func part(_ object: [String: any Sendable]) throws -> String { try text(JSONSerialization.data(withJSONObject: object)) }
}

/// Base64 for addresses, without padding.
func text(_ bytes: some DataProtocol) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}

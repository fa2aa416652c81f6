import Crypto
import Domain
import Foundation
import JWTKit

@testable import Journey

extension FuzzTarget {
    /// What an identity provider says: its configuration, its keys, and tokens. No token is believed that its key has not signed.
    ///
    /// The first byte says what the rest is; the last two ways change a token that is right.
    static let idToken = FuzzTarget(
        "id-token", longest: 1 << 16,
        words: [
            "{\"issuer\":\"https://id.example.com\",", "\"authorization_endpoint\":\"https://", "\"jwks_uri\":\"", "\"token_endpoint\":\"",
            "{\"keys\":[{", "\"kty\":\"EC\",",
            "\"crv\":\"P-256\",", "\"kty\":\"RSA\",", "\"kty\":\"OKP\",\"crv\":\"Ed25519\",", "\"x\":\"", "\"y\":\"", "\"n\":\"", "\"e\":\"AQAB\"",
            "\"kid\":\"first\"", "\"alg\":\"none\"",
            ".", "eyJhbGciOiJFUzI1NiIsImtpZCI6ImZpcnN0In0", "\"aud\":[\"crm\"]", "\"exp\":1e300", "\"nonce\":", "\"crit\":[]",
        ]
    ) { bytes in
        guard let first = bytes.first else { return }
        let rest = Array(bytes.dropFirst())
        let text = String(decoding: rest, as: UTF8.self)
        switch first % 5 {
        case 0: _ = try? ProviderMetadata(Data(rest), issuer: "https://id.example.com")
        case 1: try await checkKeys(Data(rest))
        case 2: try await check(text)
        case 3: try await check(IDTokenBench.shared.get().changed(by: rest))
        default:
            guard case .object(let claims)? = try? rest.withUnsafeBytes(JSONReader.value) else { return }
            try? IDToken.check(claims, issuer: "https://id.example.com", client: "crm", nonce: "n", now: FuzzDatabase.now)
        }
    }

    private static func checkKeys(_ body: Data) async throws {
        guard let keys = try? ProviderKeys(body) else { return }
        let token = try IDTokenBench.shared.get().token
        let header = try IDToken.header(token)
        for name in [header.key, nil] {
            guard let key = keys.key(named: name, algorithm: "ES256") else { continue }
            let claims = try? await IDToken.claims(token, signedBy: key, header)
            try hold(claims == nil || isOurs(body), "no other key has signed the token")
        }
    }

    private static func isOurs(_ keys: Data) -> Bool {
        IDTokenBench.shared.map { bench in String(decoding: keys, as: UTF8.self).contains(bench.x) }.isTrue
    }

    private static func check(_ token: String) async throws {
        guard let header = try? IDToken.header(token) else { return }
        let bench = try IDTokenBench.shared.get()
        guard header.algorithm == "ES256", let key = bench.keys.key(named: header.key, algorithm: header.algorithm) else { return }
        guard (try? await IDToken.claims(token, signedBy: key, header)) != nil else { return }
        let signed = bench.token.split(separator: ".").prefix(2)
        try hold(token.split(separator: ".").prefix(2) == signed, "nothing is believed but what was signed")
    }
}

/// A provider's key and one token that it has signed.
private struct IDTokenBench: Sendable {
    let token: String
    let keys: ProviderKeys
    let x: String

    static let shared = Result { try IDTokenBench() }

    private init() throws {
        let key = try P256.Signing.PrivateKey(rawRepresentation: Data(repeating: 7, count: 32))
        let point = key.publicKey.rawRepresentation
        x = Data(point.prefix(32)).base64URL
        let published = #"{"keys":[{"kty":"EC","crv":"P-256","kid":"first","use":"sig","x":"\#(x)","y":"\#(Data(point.suffix(32)).base64URL)"}]}"#
        keys = try ProviderKeys(Data(published.utf8))
        let header = Data(#"{"alg":"ES256","kid":"first"}"#.utf8).base64URL
        let claims = Data(#"{"iss":"https://id.example.com","aud":"crm","sub":"mara-1","exp":1798761600,"iat":1767225600,"nonce":"n"}"#.utf8)
            .base64URL
        let signature = try key.signature(for: Data("\(header).\(claims)".utf8)).rawRepresentation
        token = "\(header).\(claims).\(Data(signature).base64URL)"
    }

    /// With pairs of a place and a byte that is put there.
    func changed(by changes: [UInt8]) -> String {
        var bytes = Array(token.utf8)
        for pair in stride(from: 0, to: changes.count - 1, by: 2) { bytes[(Int(changes[pair]) * 3 + pair) % bytes.count] = changes[pair + 1] }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Result where Success == Bool {
    fileprivate var isTrue: Bool { (try? get()) == true }
}

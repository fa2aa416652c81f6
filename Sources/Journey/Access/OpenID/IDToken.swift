import Domain
import Foundation
import JWTKit

/// An ID token: who somebody is, signed by the provider (OpenID Connect Core 1.0, section 3.1.3.7).
enum IDToken {
    /// For how long clocks may differ, in seconds.
    static let leeway: Int64 = 60
    static let longest = 1 << 16

    /// What the header says, not yet believed.
    struct Header: Equatable, Sendable {
        var algorithm: String
        var key: String?
    }

    /// - Throws: `TokenRefused` for what is no token, and for an algorithm that we do not take.
    static func header(_ token: String) throws(TokenRefused) -> Header {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= longest, parts.count == 3, let bytes = Data(base64URL: String(parts[0])),
            case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: bytes)
        else { throw TokenRefused(reason: "it is no signed token") }
        guard let algorithm = members["alg"]?.text, ProviderKeys.algorithms[algorithm] != nil else {
            throw TokenRefused(reason: "its algorithm is not taken")
        }
        guard members["crit"] == nil else { throw TokenRefused(reason: "it asks for extensions") }
        return Header(algorithm: algorithm, key: members["kid"]?.text)
    }

    /// What the token says, once its signature is found to be by this key.
    static func claims(_ token: String, signedBy key: JWK, _ header: Header) async throws(TokenRefused) -> [String: JSONValue] {
        do {
            // The key decides on the algorithm, not the token: alg must be what this key is for.
            var only = key
            only.algorithm = ProviderKeys.algorithms[header.algorithm]
            only.keyIdentifier = JWKIdentifier(string: header.key ?? "the only one")
            let collection = try await JWTKeyCollection().add(jwk: only)
            return try await collection.verify(token, as: Claims.self).members
        } catch {
            throw TokenRefused(reason: "its signature is wrong")
        }
    }

    /// Whether the claims are about this sign-in: from this issuer, for us, now.
    static func check(_ claims: [String: JSONValue], issuer: String, client: String, nonce: String, now: Timestamp) throws(TokenRefused) {
        let seconds = now.seconds
        func must(_ holds: Bool, _ reason: String) throws(TokenRefused) { if !holds { throw TokenRefused(reason: reason) } }
        try must(claims["iss"]?.text == issuer, "it is another issuer's")
        let audience = claims["aud"]?.texts ?? []
        try must(audience.contains(client), "it is for another client")
        try must(claims["azp"].map { $0.text == client } ?? (audience.count == 1), "it was given to another client")
        try must((claims["exp"]?.seconds).map { $0 > seconds - leeway } ?? false, "it has expired")
        try must((claims["iat"]?.seconds).map { $0 <= seconds + leeway } ?? false, "it is of the future")
        try must(claims["nbf"].map { ($0.seconds ?? .max) <= seconds + leeway } ?? true, "it does not count yet")
        try must(claims["nonce"]?.text == nonce, "it is of another sign-in")
        try must((claims["sub"]?.text).map { (1...255).contains($0.utf8.count) } ?? false, "it names nobody")
    }

    private struct Claims: JWTPayload {
        var members: [String: JSONValue]

        init(from decoder: any Decoder) throws { members = try [String: JSONValue](from: decoder) }
        func encode(to encoder: any Encoder) throws {}
        /// `check` does, by our clock.
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }
}

/// A token of the provider's is not believed.
struct TokenRefused: Error, Equatable, Sendable {
    /// For the log.
    var reason: String
}

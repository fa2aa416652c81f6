import Domain
import Foundation

/// What a provider says of itself at `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0).
struct ProviderMetadata: Equatable, Sendable {
    var authorization: String
    var token: String
    var keys: String
    var userInfo: String?
    /// Whether it takes the client's secret in the form only.
    var wantsSecretInForm: Bool

    static func address(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }

    /// - Throws: `ProviderAway` for what is no such document, or another issuer's.
    init(_ body: Data, issuer: String) throws(ProviderAway) {
        guard case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: body) else {
            throw ProviderAway(reason: "its configuration is no JSON object")
        }
        guard members["issuer"]?.text == issuer else { throw ProviderAway(reason: "its configuration names another issuer") }
        func address(_ name: String) throws(ProviderAway) -> String {
            guard let text = members[name]?.text, OpenIDSettings.isSafe(text) else {
                throw ProviderAway(reason: "its configuration has no https address as \(name)")
            }
            return text
        }
        authorization = try address("authorization_endpoint")
        token = try address("token_endpoint")
        keys = try address("jwks_uri")
        userInfo = try? address("userinfo_endpoint")
        let ways = members["token_endpoint_auth_methods_supported"]?.texts ?? []
        wantsSecretInForm = ways.contains("client_secret_post") && !ways.contains("client_secret_basic")
    }
}

extension JSONValue {
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// One text, or those of a list.
    var texts: [String]? {
        switch self {
        case .string(let text): [text]
        case .array(let items): items.compactMap(\.text)
        default: nil
        }
    }

    /// Seconds since 1970, as tokens tell times.
    var seconds: Int64? {
        switch self {
        case .integer(let number): number
        // No time of a token is beyond what a double holds exactly.
        case .number(let number) where abs(number) < 9e15: Int64(number)
        default: nil
        }
    }
}

package import Domain
import Foundation
import JWTKit
import Synchronization

/// A provider's addresses and keys, kept for an hour; keys are read anew where a token names one that is unknown.
package final class OpenIDProvider: Sendable {
    private static let validity = Duration.seconds(3600)
    /// Unknown names of keys make us ask no more often than this.
    private static let pause = Duration.seconds(1)

    private struct Known<Value: Sendable>: Sendable {
        var value: Value
        var readAt: Timestamp
    }

    let settings: OpenIDSettings
    let clock: WallClock
    private let http: any IdentityHTTP
    private let metadata = Mutex<Known<ProviderMetadata>?>(nil)
    private let keys = Mutex<Known<ProviderKeys>?>(nil)

    package init(settings: OpenIDSettings, http: any IdentityHTTP, clock: WallClock) {
        self.settings = settings
        self.http = http
        self.clock = clock
    }

    func addresses() async throws(ProviderAway) -> ProviderMetadata {
        let now = clock.now()
        if let known = metadata.withLock({ $0 }), now < known.readAt.adding(Self.validity) { return known.value }
        let body = try await get(ProviderMetadata.address(of: settings.issuer))
        let read = try ProviderMetadata(body, issuer: settings.issuer)
        metadata.withLock { $0 = Known(value: read, readAt: now) }
        return read
    }

    /// Who has signed in, of a code that the provider handed to the browser.
    func claims(code: String, verifier: String, nonce: String) async throws -> [String: JSONValue] {
        let addresses = try await addresses()
        let tokens = try await exchange(code, verifier, addresses)
        guard let token = tokens["id_token"]?.text else { throw TokenRefused(reason: "there is none") }
        let header = try IDToken.header(token)
        let claims = try await IDToken.claims(token, signedBy: try await key(header, addresses), header)
        try IDToken.check(claims, issuer: settings.issuer, client: settings.clientID, nonce: nonce, now: clock.now())
        guard claims["email"] == nil, let access = tokens["access_token"]?.text, let address = addresses.userInfo else { return claims }
        return try await completed(claims, address, access)
    }

    /// With what the provider tells of the same person only on request.
    private func completed(_ claims: [String: JSONValue], _ address: String, _ access: String) async throws -> [String: JSONValue] {
        guard case .object(let more)? = try? JSONDecoder().decode(JSONValue.self, from: try await get(address, bearer: access)) else { return claims }
        guard more["sub"] == claims["sub"] else { throw TokenRefused(reason: "the provider tells of another person") }
        return claims.merging(more) { signed, _ in signed }
    }

    private func exchange(_ code: String, _ verifier: String, _ addresses: ProviderMetadata) async throws -> [String: JSONValue] {
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirect), ("code_verifier", verifier),
        ]
        var authorization: Secret?
        if let secret = settings.clientSecret, !addresses.wantsSecretInForm {
            let pair = "\(Self.encoded(settings.clientID)):\(Self.encoded(secret.value))"
            authorization = Secret("Basic \(Data(pair.utf8).base64EncodedString())")
        } else {
            form.append(("client_id", settings.clientID))
            if let secret = settings.clientSecret { form.append(("client_secret", secret.value)) }
        }
        let text = form.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        let answer = try await http.send(IdentityRequest(url: addresses.token, authorization: authorization, form: Secret(text)))
        guard answer.status < 500 else { throw ProviderAway(reason: "it answered \(answer.status) for a code") }
        guard answer.status == 200, case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: answer.body) else {
            throw TokenRefused(reason: "the provider gave none for the code: status \(answer.status)")
        }
        return members
    }

    private func key(_ header: IDToken.Header, _ addresses: ProviderMetadata) async throws -> JWK {
        let known = try await keySet(addresses, naming: header.key)
        guard let key = known.key(named: header.key, algorithm: header.algorithm) else {
            throw TokenRefused(reason: "the provider has no such key")
        }
        return key
    }

    private func keySet(_ addresses: ProviderMetadata, naming name: String?) async throws(ProviderAway) -> ProviderKeys {
        let now = clock.now()
        if let known = keys.withLock({ $0 }), now < known.readAt.adding(Self.validity),
            known.value.has(name) || now < known.readAt.adding(Self.pause)
        {
            return known.value
        }
        let read = try ProviderKeys(try await get(addresses.keys))
        keys.withLock { $0 = Known(value: read, readAt: now) }
        return read
    }

    private func get(_ address: String, bearer: String? = nil) async throws(ProviderAway) -> Data {
        let answer = try await http.send(IdentityRequest(url: address, authorization: bearer.map { Secret("Bearer \($0)") }))
        guard answer.status == 200 else { throw ProviderAway(reason: "it answered \(answer.status)") }
        return answer.body
    }

    /// For a form or a query (application/x-www-form-urlencoded): everything but letters, digits and `-._~` is spelled out.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

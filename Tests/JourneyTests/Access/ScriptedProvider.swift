import Crypto
import Domain
import Foundation
import Synchronization

@testable import Journey

/// An OpenID Connect provider that says what a test has it say, and insists on PKCE and its client's secret.
final class ScriptedProvider: IdentityHTTP {
    static let issuer = "https://id.example.com/office"

    struct Script: Sendable {
        var key: ProviderKey
        /// What it publishes; nil for the key it signs with.
        var published: [ProviderKey]?
        /// What a token says besides what every token says.
        var person: [String: any Sendable] = ["sub": "mara-1", "email": "mara@example.com", "email_verified": true, "name": "Mara"]
        var changes: @Sendable (inout [String: any Sendable]) -> Void = { _ in }
        var header: @Sendable (inout [String: any Sendable]) -> Void = { _ in }
        /// Makes the token; nil for signing it as one should.
        var forging: (@Sendable (ProviderKey, [String: any Sendable], [String: any Sendable]) throws -> String)?
        var configuration: [String: any Sendable] = [:]
        var tokenStatus = 200
        var isAway = false
        var more: [String: any Sendable]?
    }

    private struct Begun {
        var challenge: String
        var nonce: String
    }

    private struct State {
        var script: Script
        var begun: [String: Begun] = [:]
        var asked: [String: Int] = [:]
    }

    private let state: Mutex<State>
    private let clock = Mutex<(@Sendable () -> Timestamp)?>(nil)

    init(_ key: ProviderKey = .p256("first")) { state = Mutex(State(script: Script(key: key))) }

    static func settings(_ change: (inout OpenIDSettings) -> Void = { _ in }) -> OpenIDSettings {
        var settings = OpenIDSettings(
            issuer: issuer, clientID: "crm", clientSecret: Secret("a & b"), name: "Office", domains: ["example.com"], roleClaim: nil, roles: [:],
            defaultRole: .member, publicURL: "https://crm.example.com")
        change(&settings)
        return settings
    }

    func change(_ change: @Sendable (inout Script) -> Void) { state.withLock { change(&$0.script) } }

    /// How often an address was asked.
    func asked(_ path: String) -> Int { state.withLock { $0.asked[path] ?? 0 } }

    func tellTime(by clock: @escaping @Sendable () -> Timestamp) { self.clock.withLock { $0 = clock } }

    /// Somebody signs in there: the code for what our address asks.
    func authorize(_ url: String, code: String = "code-1") -> (state: String, code: String) {
        let items = URLComponents(string: url)?.queryItems ?? []
        func item(_ name: String) -> String { items.first { $0.name == name }?.value ?? "" }
        state.withLock { $0.begun[code] = Begun(challenge: item("code_challenge"), nonce: item("nonce")) }
        return (item("state"), code)
    }

    func send(_ request: IdentityRequest) async throws(ProviderAway) -> IdentityAnswer {
        let path = request.url.replacing(Self.issuer, with: "")
        let script = state.withLock {
            $0.asked[path, default: 0] += 1
            return $0.script
        }
        guard !script.isAway else { throw ProviderAway(reason: "no route") }
        do {
            switch path {
            case "/.well-known/openid-configuration": return try answer(200, configuration(script))
            case "/keys": return try answer(200, ["keys": try (script.published ?? [script.key]).map { try $0.published() }])
            case "/token": return try token(request, script)
            case "/me": return try answer(200, script.more ?? [:])
            default: return IdentityAnswer(status: 404, body: Data())
            }
        } catch { throw ProviderAway(reason: "the script is wrong: \(error)") }
    }

    private func configuration(_ script: Script) -> [String: any Sendable] {
        [
            "issuer": Self.issuer, "authorization_endpoint": "\(Self.issuer)/auth", "token_endpoint": "\(Self.issuer)/token",
            "jwks_uri": "\(Self.issuer)/keys", "userinfo_endpoint": "\(Self.issuer)/me",
        ].merging(script.configuration) { $1 }
    }

    private func token(_ request: IdentityRequest, _ script: Script) throws -> IdentityAnswer {
        guard script.tokenStatus == 200 else { return IdentityAnswer(status: script.tokenStatus, body: Data()) }
        let items = URLComponents(string: "?\(request.form?.value ?? "")")?.queryItems ?? []
        func item(_ name: String) -> String { items.first { $0.name == name }?.value ?? "" }
        let begun = state.withLock { $0.begun.removeValue(forKey: item("code")) }
        guard let begun, begun.challenge == text(Data(SHA256.hash(data: Data(item("code_verifier").utf8)))),
            item("redirect_uri") == "https://crm.example.com/api/v1/oidc/callback", item("grant_type") == "authorization_code",
            request.authorization?.value == "Basic \(Data("crm:a%20%26%20b".utf8).base64EncodedString())"
        else { return try answer(400, ["error": "invalid_grant"]) }
        let now = (clock.withLock { $0 })?().seconds ?? 0
        var claims: [String: any Sendable] = ["iss": Self.issuer, "aud": "crm", "exp": now + 300, "iat": now, "nonce": begun.nonce]
        claims.merge(script.person) { $1 }
        script.changes(&claims)
        var header: [String: any Sendable] = ["alg": script.key.algorithm, "kid": script.key.name, "typ": "JWT"]
        script.header(&header)
        let token = try script.forging?(script.key, header, claims) ?? script.key.token(header, claims)
        return try answer(200, ["id_token": token, "access_token": "access", "token_type": "Bearer"])
    }

    private func answer(_ status: Int, _ object: [String: any Sendable]) throws -> IdentityAnswer {
        IdentityAnswer(status: status, body: try JSONSerialization.data(withJSONObject: object))
    }
}

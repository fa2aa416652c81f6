import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

/// What is wrong with a token that is otherwise as it should be.
struct BadToken: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout ScriptedProvider.Script) -> Void

    init(_ name: String, _ change: @escaping @Sendable (inout ScriptedProvider.Script) -> Void) {
        testDescription = name
        self.change = change
    }

    private static func claim(_ name: String, _ claim: String, _ value: (any Sendable)?) -> BadToken {
        BadToken(name) { script in script.changes = { $0[claim] = value } }
    }

    private static func age(_ name: String, _ claim: String, by seconds: Int64) -> BadToken {
        BadToken(name) { script in script.changes = { $0[claim] = ($0["iat"] as? Int64 ?? 0) + seconds } }
    }

    static let all: [BadToken] = [
        claim("another sign-in's nonce", "nonce", "another"), claim("no nonce", "nonce", nil),
        claim("another client's audience", "aud", "other"), claim("an audience of others", "aud", ["other", "third"]),
        claim("two audiences and no authorized party", "aud", ["crm", "other"]), claim("another authorized party", "azp", "other"),
        claim("no audience", "aud", nil), claim("another issuer", "iss", "https://id.example.com/other"),
        claim("an issuer with a slash more", "iss", ScriptedProvider.issuer + "/"), claim("no issuer", "iss", nil),
        age("expired", "exp", by: -61), claim("no expiry", "exp", nil), claim("an expiry in words", "exp", "never"),
        age("of the future", "iat", by: 61), claim("no time", "iat", nil), age("not yet", "nbf", by: 61),
        claim("nobody", "sub", nil), claim("an empty subject", "sub", ""), claim("a subject without end", "sub", String(repeating: "x", count: 256)),
        BadToken("no algorithm") { script in
            script.header = { $0["alg"] = "none" }
            script.forging = { _, header, claims in "\(try ProviderKey.part(header)).\(try ProviderKey.part(claims))." }
        },
        BadToken("no algorithm, spelled otherwise") { script in
            script.header = { $0["alg"] = "nOnE" }
            script.forging = { _, header, claims in "\(try ProviderKey.part(header)).\(try ProviderKey.part(claims))." }
        },
        BadToken("HS256 with the public key") { script in
            script.header = { $0["alg"] = "HS256" }
            script.forging = { key, header, claims in try key.forgedWithPublicKey(header, claims) }
        },
        BadToken("HS256 under the name of ES256") { script in
            script.forging = { key, header, claims in try key.forgedWithPublicKey(header, claims) }
        },
        BadToken("another algorithm than the key's") { $0.header = { $0["alg"] = "RS256" } },
        BadToken("an algorithm that is not taken") { $0.header = { $0["alg"] = "ES384" } },
        BadToken("a stranger's signature") { script in script.forging = { _, header, claims in try ProviderKey.p256("x").token(header, claims) } },
        BadToken("no signature") { script in
            script.forging = { key, header, claims in try key.token(header, claims).split(separator: ".").dropLast().joined(separator: ".") + "." }
        },
        BadToken("claims changed after signing") { script in
            script.forging = { key, header, claims in
                let parts = try key.token(header, claims).split(separator: ".")
                return "\(parts[0]).\(try ProviderKey.part(claims.merging(["sub": "somebody-else"]) { $1 })).\(parts[2])"
            }
        },
        BadToken("a key that is not published") { script in script.published = [.p256("another")] },
        BadToken("extensions we do not know") { $0.header = { $0["crit"] = ["b64"] } },
        BadToken("no token at all") { script in script.forging = { _, _, _ in "a.b" } },
        BadToken("a token without end") { script in script.forging = { _, _, _ in String(repeating: "a", count: 70_000) + ".b.c" } },
    ]
}

@Suite(.timeLimit(.minutes(10))) struct `A token of the provider` {
    @Test(arguments: BadToken.all) func `is refused where it is not of this sign-in, this provider and for us`(bad: BadToken) async throws {
        try await AccessHarness.withProvider { access, provider in
            provider.change(bad.change)
            try await access.expect(.token) { try await access.signInByProvider(provider) }
            #expect(try await access.account("mara@example.com") == nil)
            #expect(try await access.store.read(SQL("SELECT id FROM sessions")) == [])
            // What was wrong is all that was wrong.
            provider.change { $0 = ScriptedProvider.Script(key: $0.key) }
            access.clock.advance(by: .seconds(2))
            try await access.expect(email: "mara@example.com", by: provider)
        }
    }

    @Test func `is taken when signed by any of the three kinds of keys`() async throws {
        for key in [ProviderKey.p256("a"), .ed25519("b"), try .rsa("c")] {
            try await AccessHarness.withProvider(key: key) { access, provider in
                try await access.expect(email: "mara@example.com", by: provider)
            }
        }
    }

    @Test func `is refused when signed by a short RSA key`() async throws {
        try await AccessHarness.withProvider(key: try .rsa("short", bits: 1024)) { access, provider in
            try await access.expect(.token) { try await access.signInByProvider(provider) }
        }
    }

    @Test func `may be for others too, where it says that it was given to us`() async throws {
        try await AccessHarness.withProvider { access, provider in
            provider.change { $0.changes = { ($0["aud"], $0["azp"]) = (["crm", "other"], "crm") } }
            try await access.expect(email: "mara@example.com", by: provider)
        }
    }

    @Test func `is checked with new keys as soon as it names one, which is asked for once a second at most`() async throws {
        try await AccessHarness.withProvider { access, provider in
            try await access.signInByProvider(provider)
            #expect(provider.asked("/keys") == 1)
            provider.change { $0.key = .p256("second") }
            access.clock.advance(by: .seconds(2))
            try await access.signInByProvider(provider)
            #expect(provider.asked("/keys") == 2)
            provider.change { script in
                script.published = [script.key]; script.key = .p256("third")
            }
            for _ in 0..<5 { try await access.expect(.token) { try await access.signInByProvider(provider) } }
            #expect(provider.asked("/keys") == 2)
            try await access.signInByProviderLater(provider)
        }
    }
}

extension AccessHarness {
    /// Once the keys may be asked for again.
    fileprivate func signInByProviderLater(_ provider: ScriptedProvider) async throws {
        clock.advance(by: .seconds(2))
        provider.change { $0.published = nil }
        try await signInByProvider(provider)
    }
}

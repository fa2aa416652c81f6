import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A sign-in by the provider` {
    @Test(arguments: DatabaseKind.allCases) func `ends once, in the browser that began it, within ten minutes`(kind: DatabaseKind) async throws {
        try await AccessHarness.withProvider(kind) { access, provider in
            let (mine, other) = (try await access.begin(), try await access.begin())
            let back = provider.authorize(mine.url)
            func reason(_ state: String?, _ browser: String?) async throws -> ProviderRefusal.Reason? {
                try await access.refusal { try await access.end(state: state, code: back.code, browser: browser) }
            }
            #expect(try await reason(back.state, other.browser) == .stale)
            #expect(try await reason(back.state, nil) == .stale)
            #expect(try await reason("another", mine.browser) == .stale)
            #expect(try await reason(nil, mine.browser) == .stale)
            #expect(try await reason(back.state, mine.browser) == nil)
            #expect(try await reason(back.state, mine.browser) == .stale)
            access.clock.advance(by: .seconds(601))
            let late = provider.authorize(other.url)
            try await access.expect(.stale) { try await access.end(state: late.state, code: late.code, browser: other.browser) }
            _ = try await access.begin()
            let underWay = try await access.store.read(SQL("SELECT hash FROM provider_sign_ins"))
            #expect(underWay.count == 1)
        }
    }

    @Test func `takes no other sign-in's token, code or verifier`() async throws {
        try await AccessHarness.withProvider { access, provider in
            let (one, two) = (try await access.begin(), try await access.begin())
            let (first, second) = (provider.authorize(one.url, code: "one"), provider.authorize(two.url, code: "two"))
            // The provider sees by the verifier that the code is of another sign-in.
            try await access.expect(.token) { try await access.end(state: first.state, code: second.code, browser: one.browser) }
            try await access.expect(.token) { try await access.end(state: second.state, code: second.code, browser: two.browser) }
            for column in ["nonce", "verifier"] {
                let begun = try await access.begin()
                let back = provider.authorize(begun.url)
                try await access.store.commit(SQL("UPDATE provider_sign_ins SET \(column) = 'swapped'"))
                try await access.expect(.token) { try await access.end(state: back.state, code: back.code, browser: begun.browser) }
            }
        }
    }

    @Test func `ends without one where the provider says no, or another answers`() async throws {
        try await AccessHarness.withProvider { access, provider in
            var begun = try await access.begin()
            var back = provider.authorize(begun.url)
            try await access.expect(.declined) { try await access.end(state: back.state, code: nil, browser: begun.browser) }
            begun = try await access.begin()
            back = provider.authorize(begun.url)
            try await access.expect(.token) {
                try await access.end(state: back.state, code: back.code, browser: begun.browser, issuer: "https://id.example.com/other")
            }
        }
    }

    @Test(arguments: [
        ("another issuer's", "issuer", "https://id.example.com/other"), ("without TLS", "token_endpoint", "http://id.example.com/token"),
        ("of keys without TLS", "jwks_uri", "http://localhost.example.com/keys"),
        ("that hides a host", "authorization_endpoint", "http://127.0.0.1:80@id.example.com/"), ("without an address", "jwks_uri", ""),
    ])
    func `is refused where its configuration is`(what: String, name: String, value: String) async throws {
        try await AccessHarness.withProvider { access, provider in
            provider.change { $0.configuration = [name: value] }
            try await access.expect(.away) { try await access.begin() }
        }
    }

    @Test func `waits for nothing where the provider is away, and passwords go on`() async throws {
        try await AccessHarness.withProvider { access, provider in
            let begun = try await access.begin()
            provider.change { $0.isAway = true }
            let back = provider.authorize(begun.url)
            try await access.expect(.away) { try await access.end(state: back.state, code: back.code, browser: begun.browser) }
            try await access.signIn()
            provider.change { ($0.isAway, $0.tokenStatus) = (false, 503) }
            try await access.expect(.away) { try await access.signInByProvider(provider) }
        }
    }

    @Test func `asks for the provider's addresses once an hour`() async throws {
        try await AccessHarness.withProvider { access, provider in
            for _ in 0..<3 { try await access.signInByProvider(provider) }
            #expect(provider.asked("/.well-known/openid-configuration") == 1)
            access.clock.advance(by: .seconds(3600))
            try await access.signInByProvider(provider)
            #expect(provider.asked("/.well-known/openid-configuration") == 2)
            #expect(provider.asked("/keys") == 2)
        }
    }

    @Test func `is begun thirty times from one address, and then slowly`() async throws {
        try await AccessHarness.withProvider { access, _ in
            for _ in 0..<30 { _ = try await access.begin(from: "203.0.113.9") }
            try await access.expect(.tooMany) { try await access.begin(from: "203.0.113.9") }
            _ = try await access.begin(from: "203.0.113.8")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is followed by the second factor, where the account has one`(kind: DatabaseKind) async throws {
        try await AccessHarness.withProvider(kind) { access, provider in
            let (key, _) = try await access.setUpSecondFactor()
            provider.change { $0.person["email"] = AccessHarness.email }
            guard case .codeNeeded(let browser) = try await access.signInByProvider(provider) else {
                throw ProviderRefusal(.stale, "no code was asked for")
            }
            let desk = try #require(access.services.providerSignIn)
            let client = SignIn.Client(kind: .browser, address: nil, name: nil)
            await #expect(throws: WrongCode()) { try await desk.finish(browser: browser, code: "000000", from: client) }
            await #expect(throws: NotSignedIn(isExpired: true)) { try await desk.finish(browser: "another", code: access.code(key), from: client) }
            let signed = try await desk.finish(browser: browser, code: access.code(key), from: client)
            #expect(signed.account.email == AccessHarness.email)
            await #expect(throws: NotSignedIn(isExpired: true)) { try await desk.finish(browser: browser, code: access.code(key, 1), from: client) }
        }
    }
}

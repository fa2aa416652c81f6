import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

extension AccessHarness {
    /// The whole way of a sign-in by the provider, as a browser goes it.
    @discardableResult
    func signInByProvider(_ provider: ScriptedProvider, code: String = "code-1") async throws -> ProviderSignIn.Outcome {
        let begun = try await begin()
        let back = provider.authorize(begun.url, code: code)
        return try await end(state: back.state, code: back.code, browser: begun.browser)
    }

    func begin(from address: String? = nil) async throws -> (url: String, browser: String) {
        guard let provider = services.providerSignIn else { throw NotSetUp() }
        return try await provider.begin(from: address)
    }

    @discardableResult
    func end(state: String?, code: String?, browser: String?, issuer: String? = nil) async throws -> ProviderSignIn.Outcome {
        guard let provider = services.providerSignIn else { throw NotSetUp() }
        return try await provider.end(
            .init(state: state, code: code, issuer: issuer, browser: browser), from: .init(kind: .browser, address: "192.0.2.1", name: "test"))
    }

    /// That the provider signs in whoever has this address, or this role.
    func expect(
        email: String? = nil, role: Role? = nil, by provider: ScriptedProvider, at location: SourceLocation = #_sourceLocation
    ) async throws {
        let account = try await signInByProvider(provider).account
        if let email { #expect(account?.email == email, sourceLocation: location) }
        if let role { #expect(account?.role == role, sourceLocation: location) }
    }

    func expect(
        _ reason: ProviderRefusal.Reason, at location: SourceLocation = #_sourceLocation, _ work: () async throws -> some Sendable
    ) async throws {
        let refusal = try await refusal(work)
        #expect(refusal == reason, sourceLocation: location)
    }

    /// Why the provider's sign-in is refused; nil where it is not.
    func refusal(_ work: () async throws -> some Sendable) async throws -> ProviderRefusal.Reason? {
        do {
            _ = try await work()
            return nil
        } catch let refusal as ProviderRefusal { return refusal.reason }
    }

    static func withProvider(
        _ kind: DatabaseKind = .usual, key: ProviderKey = .p256("first"), settings: OpenIDSettings = ScriptedProvider.settings(),
        _ body: (AccessHarness, ScriptedProvider) async throws -> Void
    ) async throws {
        let provider = ScriptedProvider(key)
        try await with(kind, provider: provider, settings: settings) { access in
            provider.tellTime { [clock = access.clock] in clock.now }
            try await body(access, provider)
        }
    }
}

extension ProviderSignIn.Outcome {
    var account: Accounts.Account? { if case .signedIn(let signed) = self { signed.account } else { nil } }
}

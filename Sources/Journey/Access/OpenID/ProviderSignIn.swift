import Crypto
import Domain
import Foundation
import Storage

/// Signing in by an OpenID Connect provider: the authorization code flow with PKCE (RFC 6749, RFC 7636).
package struct ProviderSignIn: Sendable {
    /// For how long somebody may take at the provider.
    package static let life = Duration.seconds(600)

    let store: any Store
    let clock: WallClock
    let provider: OpenIDProvider
    let signIn: SignIn
    let secondFactors: SecondFactorDesk
    let authenticator: Authenticator

    /// What the page calls the provider.
    package var name: String { provider.settings.name }

    /// The provider's address to send the browser to, and what the browser's cookie is to hold until it comes back.
    ///
    /// - Throws: `ProviderRefusal`, `StoreError`.
    package func begin(from address: String?) async throws -> (url: String, browser: String) {
        try await limiting { try await GuessLimit(store: store, clock: clock).enterProvider(address: address) }
        let addresses = try await answered { try await provider.addresses() }
        let (state, browser, nonce, verifier) = (RandomToken.make(), RandomToken.make(), RandomToken.make(), RandomToken.make())
        let now = clock.now()
        let begin = ProviderSignIns.begin(
            hash: RandomToken.hash(state), browser: RandomToken.hash(browser), nonce: nonce, verifier: verifier,
            expiresAt: now.adding(Self.life), now: now)
        _ = try await store.commit(begin)
        let query = [
            ("response_type", "code"), ("client_id", provider.settings.clientID), ("redirect_uri", provider.settings.redirect),
            ("scope", "openid email profile"), ("state", state), ("nonce", nonce),
            ("code_challenge", RandomToken.hash(verifier)), ("code_challenge_method", "S256"),
        ].map { "\($0.0)=\(OpenIDProvider.encoded($0.1))" }.joined(separator: "&")
        return ("\(addresses.authorization)\(addresses.authorization.contains("?") ? "&" : "?")\(query)", browser)
    }

    /// What the provider sent the browser back with.
    package struct Return: Sendable {
        package var state: String?
        package var code: String?
        /// Of a provider that says who it is (RFC 9207).
        package var issuer: String?
        /// What the browser's cookie holds.
        package var browser: String?

        package init(state: String?, code: String?, issuer: String?, browser: String?) {
            self.state = state
            self.code = code
            self.issuer = issuer
            self.browser = browser
        }
    }

    package enum Outcome: Sendable {
        case signedIn(SignIn.Signed)
        /// The account has a second factor: `finish` takes its code.
        case codeNeeded(browser: String)
    }

    /// - Throws: `ProviderRefusal`, `StoreError`.
    package func end(_ returned: Return, from client: SignIn.Client) async throws -> Outcome {
        guard let state = returned.state, let browser = returned.browser else { throw ProviderRefusal(.stale) }
        let take = ProviderSignIns.take(hash: RandomToken.hash(state), browser: RandomToken.hash(browser), now: clock.now())
        guard let row = try await store.commit(take).first else { throw ProviderRefusal(.stale) }
        guard returned.issuer.map({ $0 == provider.settings.issuer }) ?? true else { throw ProviderRefusal(.token, "another issuer answers") }
        guard let code = returned.code else { throw ProviderRefusal(.declined) }
        let claims = try await answered { try await provider.claims(code: code, verifier: row.text(1), nonce: row.text(0)) }
        let account = try await account(of: ProvenPerson(claims, provider.settings))
        guard account.hasSecondFactor else { return .signedIn(try await signIn.begin(account, from: client)) }
        let ticket = RandomToken.make()
        try await store.commit(
            ProviderSignIns.prove(browser: RandomToken.hash(ticket), account: account.id, expiresAt: clock.now().adding(Self.life)))
        return .codeNeeded(browser: ticket)
    }

    /// The second factor of somebody whom the provider has proven.
    ///
    /// - Throws: `LinkSpent`, `WrongCode`, `TooManyTries`, `StoreError`.
    package func finish(browser: String?, code: String, from client: SignIn.Client) async throws -> SignIn.Signed {
        guard let hash = browser.map(RandomToken.hash),
            let account = try await store.read(ProviderSignIns.proven(browser: hash, now: clock.now())).first.map(Accounts.Account.init),
            account.isActive
        else { throw NotSignedIn(isExpired: true) }
        try await secondFactors.check(code, of: account, address: client.address)
        do { try await store.commit(ProviderSignIns.finish(browser: hash)) } catch is LinkSpent { throw NotSignedIn(isExpired: true) }
        return try await signIn.begin(account, from: client)
    }

    private func answered<Result>(_ work: () async throws -> Result) async throws -> Result {
        do { return try await work() } catch let away as ProviderAway {
            throw ProviderRefusal(.away, away.reason)
        } catch let refused as TokenRefused {
            throw ProviderRefusal(.token, refused.reason)
        }
    }

    private func limiting(_ work: () async throws -> Void) async throws {
        do { try await work() } catch is TooManyTries { throw ProviderRefusal(.tooMany) }
    }
}

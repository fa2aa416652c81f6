package import Domain
package import Storage

/// Signing in with an e-mail address and a password, and what follows from it.
package struct SignIn: Sendable {
    /// Where a sign-in comes from, as the list of one's sessions shows it.
    package struct Client: Sendable {
        package var kind: Sessions.Kind
        package var address: String?
        package var name: String?

        package init(kind: Sessions.Kind, address: String?, name: String?) {
            self.kind = kind
            self.address = address
            self.name = name.map { String($0.prefix(200)) }
        }
    }

    /// A session and the token that continues it: a cookie's, or a refresh token.
    package struct Signed: Sendable, Unprinted {
        package var account: Accounts.Account
        package var session: Int64
        package var token: String
        package var expiresAt: Timestamp
    }

    static let browserLife = Duration.seconds(14 * 86_400)
    static let familyLife = Duration.seconds(30 * 86_400)

    private let store: any Store
    private let clock: WallClock
    private let passwords: PasswordWork
    private let secondFactors: SecondFactorDesk
    private let authenticator: Authenticator

    package init(store: any Store, clock: WallClock, passwords: PasswordWork, secondFactors: SecondFactorDesk, authenticator: Authenticator) {
        self.store = store
        self.clock = clock
        self.passwords = passwords
        self.secondFactors = secondFactors
        self.authenticator = authenticator
    }

    /// - Parameter code: of the second factor, where the account has one; a code counts once.
    /// - Throws: `WrongPassword`, whether or not there is such an account; with the right password `SecondFactorNeeded` and `WrongCode`;
    ///   `TooManyTries`, `TooBusy`, `StoreError`.
    package func signIn(email: String, password: String, code: String? = nil, from client: Client) async throws -> Signed {
        let account = try await store.read(Accounts.signingIn(email: email)).first.map(Accounts.Account.init)
        let limit = GuessLimit(store: store, clock: clock)
        let place = try await limit.enter(email: email, account: account, address: client.address)
        let verdict = try await passwords.check(password, against: account?.passwordHash)
        guard let account, account.isActive, verdict != .wrong else {
            if let account { try await store.commit(entry(.sessionRefused, account, client)) }
            throw WrongPassword()
        }
        if case .outdated(let hash) = verdict {
            try await store.commit(Accounts.rehash(account.id, from: account.passwordHash ?? "", to: hash))
        }
        do { try await secondFactors.check(code, of: account, address: client.address) } catch let error as WrongCode {
            try await store.commit(entry(.sessionRefused, account, client))
            throw error
        }
        _ = try await store.commit(limit.forgiving(place, address: client.address))
        return try await begin(account, from: client)
    }

    /// A session for an account that has shown who it is.
    package func begin(_ account: Accounts.Account, from client: Client) async throws -> Signed {
        let now = clock.now()
        let token = RandomToken.make(client.kind == .api ? Self.refreshPrefix : "")
        let expiresAt = now.adding(client.kind == .api ? Self.familyLife : Self.browserLife)
        let new = Sessions.New(
            kind: client.kind, address: client.address, client: client.name, tokenHash: RandomToken.hash(token), expiresAt: expiresAt)
        let statements = Sessions.begin(new, of: account, now: now) + [entry(.sessionBegun, account, client)]
        let id = try await store.commit(statements)[1][0].integer(0)
        return Signed(account: account, session: id, token: token, expiresAt: expiresAt)
    }

    private func actor(_ account: Accounts.Account, _ client: Client) -> Actor {
        Actor(account: account.id, name: account.email, means: client.kind == .api ? .token : .session, address: client.address)
    }

    private func entry(_ action: AuditAction, _ account: Accounts.Account, _ client: Client) -> SQL {
        AuditEntries.entry(
            account.workspace, by: actor(account, client), action, AuditSubject("account", id: account.id),
            after: .object(["client": client.name.map(JSONValue.string) ?? .null]), now: clock.now())
    }

    package static let refreshPrefix = "crm_refresh_"

    /// A new refresh token for an old one. One that comes a second time ends its whole family: it was stolen, or its owner's was.
    ///
    /// - Throws: `NotSignedIn`, `TokenReused`, `StoreError`.
    package func refresh(_ token: String) async throws -> Signed {
        let now = clock.now()
        let hash = RandomToken.hash(token)
        guard let row = try await store.read(Sessions.ofToken(hash: hash, now: now)).first, row.text(1) == "api" else {
            throw NotSignedIn(isExpired: true)
        }
        let account = Accounts.Account.joined(row)
        guard account.isActive else { throw NotSignedIn(isExpired: true) }
        let next = RandomToken.make(Self.refreshPrefix)
        let expiresAt = now.adding(Self.familyLife)
        do {
            guard row[2] == .null else { throw TokenUsed() }
            let rotation = Sessions.rotate(row.integer(0), from: hash, to: RandomToken.hash(next), expiresAt: expiresAt, now: now)
            _ = try await store.commit(rotation)
        } catch is TokenUsed {
            let client = Client(kind: .api, address: nil, name: nil)
            let ending = Sessions.end(row.integer(0), of: account.id, in: account.workspace, by: actor(account, client), now: now)
            _ = try await store.commit([ending, entry(.tokenReused, account, client)])
            authenticator.forget()
            throw TokenReused(account: account.id)
        }
        return Signed(account: account, session: row.integer(0), token: next, expiresAt: expiresAt)
    }

    /// Ends the session that somebody came with.
    package func signOut(_ principal: Principal) async throws {
        guard let session = principal.session, let account = principal.account else { return }
        try await store.commit(Sessions.end(session, of: account, in: principal.workspace, now: clock.now()))
        authenticator.forget()
    }
}

/// The address or the password is wrong: never which.
package struct WrongPassword: Error, Equatable, Sendable {}

/// A refresh token came a second time, and its session has ended.
package struct TokenReused: Error, Equatable, Sendable {
    package var account: Int64
}

/// Wait before the next try.
package struct TooManyTries: Error, Equatable, Sendable {
    package var wait: Duration
}

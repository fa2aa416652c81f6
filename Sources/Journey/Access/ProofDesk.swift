package import Domain
package import Storage

/// Has whoever is signed in show once more that it is them, before what a session left open for a minute must not be enough for.
package struct ProofDesk: Sendable {
    /// For how long one has shown it: signing in counts too.
    package static let validity = Duration.seconds(600)

    let store: any Store
    let clock: WallClock
    let passwords: PasswordWork
    let secondFactors: SecondFactorDesk

    package init(store: any Store, clock: WallClock, passwords: PasswordWork, secondFactors: SecondFactorDesk) {
        self.store = store
        self.clock = clock
        self.passwords = passwords
        self.secondFactors = secondFactors
    }

    /// - Throws: `ProofNeeded` where it was too long ago, `StoreError`.
    package func check(_ principal: Principal) async throws {
        guard let session = principal.session else { return }
        let since = clock.now().adding(.zero - Self.validity)
        guard try await !store.read(Sessions.isProven(session, in: principal.workspace, since: since)).isEmpty else { throw ProofNeeded() }
    }

    /// - Throws: what `account` throws.
    package func prove(_ principal: Principal, password: String?, code: String?, address: String?) async throws {
        _ = try await account(of: principal, showing: password, code: code, address: address)
        guard let session = principal.session else { return }
        try await store.commit(Sessions.prove(session, in: principal.workspace, now: clock.now()))
    }

    /// The account of who is signed in, once the password or a code of the second factor is right.
    ///
    /// - Throws: `WrongPassword`, `WrongCode`, `SecondFactorMissing` for a code where there is none, `TooManyTries`, `TooBusy`,
    ///   `NotSignedIn`, `StoreError`.
    func account(of principal: Principal, showing password: String?, code: String?, address: String?) async throws -> Accounts.Account {
        guard let id = principal.account else { throw NotSetUp() }
        guard let row = try await store.read(Accounts.find(principal.workspace, id: id)).first else { throw NotSignedIn(isExpired: true) }
        let account = Accounts.Account(row)
        do {
            if let password {
                try await check(password, of: account, address: address)
            } else {
                guard account.hasSecondFactor else { throw SecondFactorMissing() }
                try await secondFactors.check(code, of: account, address: address)
            }
        } catch  where error is WrongPassword || error is WrongCode {
            try await store.commit(
                AuditEntries.entry(
                    account.workspace, by: principal.actor(at: address), .sessionRefused, AuditSubject("account", id: id), now: clock.now()))
            throw error
        }
        return account
    }

    private func check(_ password: String, of account: Accounts.Account, address: String?) async throws {
        let limit = GuessLimit(store: store, clock: clock)
        let place = try await limit.enter(email: account.email, account: account, address: address)
        guard try await passwords.check(password, against: account.passwordHash) != .wrong else { throw WrongPassword() }
        _ = try await store.commit(limit.forgiving(place, address: address))
    }
}

/// Too long ago that somebody has shown who they are for what they ask now.
package struct ProofNeeded: Error, Equatable, Sendable {}

package import Domain
import Foundation
package import Storage

/// Sets up second factors, asks for them and takes them away.
package struct SecondFactorDesk: Sendable {
    let store: any Store
    let clock: WallClock
    let vault: Vault
    let passwords: PasswordWork
    let authenticator: Authenticator

    package init(store: any Store, clock: WallClock, vault: Vault, passwords: PasswordWork, authenticator: Authenticator) {
        self.store = store
        self.clock = clock
        self.vault = vault
        self.passwords = passwords
        self.authenticator = authenticator
    }

    package struct State: Sendable, Equatable {
        /// Nil where none is set up.
        package var since: Timestamp?
        package var recoveryCodesLeft: Int64
    }

    package func state(of principal: Principal) async throws -> State {
        let row = try await store.read(SecondFactors.find(try account(principal))).first
        return State(since: row?.optionalInteger(1).map(Timestamp.init(milliseconds:)), recoveryCodesLeft: row?.integer(3) ?? 0)
    }

    /// A secret for an authenticator app, and the same as an address that apps read. It counts once it is confirmed.
    ///
    /// - Throws: `SecondFactorExists`, `StoreError`.
    package func begin(for principal: Principal) async throws -> (secret: String, address: String) {
        let id = try account(principal)
        let secret = TimeCode.newSecret()
        let sealed = try await vault.sealIfSetUp(Secret(secret), .secondFactor, in: principal.workspace)
        try await store.commit(SecondFactors.begin(id, secret: sealed))
        return (secret, Self.address(secret, of: principal.name))
    }

    /// The secret counts from now on, since a code of it was shown; one's other sessions end. Returns the recovery codes, once.
    ///
    /// - Throws: `WrongCode`, `SecondFactorExists`, `SecondFactorMissing`, `TooManyTries`, `StoreError`.
    package func confirm(_ code: String, for principal: Principal, address: String?) async throws -> [String] {
        let id = try account(principal)
        guard let row = try await store.read(SecondFactors.find(id)).first, let sealed = row.optionalText(0) else { throw SecondFactorMissing() }
        guard row.optionalInteger(1) == nil else { throw SecondFactorExists() }
        let place = try await GuessLimit(store: store, clock: clock).enterCode(of: id, in: principal.workspace, address: address)
        let now = clock.now()
        guard let step = try await key(sealed, principal.workspace).step(of: RecoveryCode.bare(code), at: now, after: row.integer(2)) else {
            throw WrongCode()
        }
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.make() }
        let confirm = SecondFactors.confirm(
            id, in: principal.workspace, secret: sealed, step: step, recoveryHashes: codes.compactMap(RecoveryCode.hash), now: now)
        let who = principal.actor(at: address)
        let others = Sessions.endAll(of: id, in: principal.workspace, but: principal.session, by: who, now: now)
        let entry = entry(.secondFactorSet, id, in: principal.workspace, by: who)
        try await spending { _ = try await store.commit(confirm + [others, SignInTries.forgive(place), entry]) }
        authenticator.forget()
        return codes
    }

    /// Whoever signs in to this account shows its second factor, where it has one. A code counts once.
    ///
    /// - Throws: `SecondFactorNeeded` without a code, `WrongCode`, `TooManyTries`, `SecondFactorUnreadable`, `StoreError`.
    package func check(_ code: String?, of account: Accounts.Account, address: String?) async throws {
        guard account.hasSecondFactor else { return }
        guard let code else { throw SecondFactorNeeded() }
        // Who signs in has no workspace before.
        try await WorkspaceScope.$current.withValue(.workspace(account.workspace)) { try await check(code, of: account, from: address) }
    }

    private func check(_ code: String, of account: Accounts.Account, from address: String?) async throws {
        let place = try await GuessLimit(store: store, clock: clock).enterCode(of: account.id, in: account.workspace, address: address)
        let spend = try await spending(code, of: account)
        try await spending { _ = try await store.commit([spend, SignInTries.forgive(place)]) }
    }

    /// Takes one's second factor away, by the password or by a code; one's other sessions end.
    ///
    /// - Throws: `WrongPassword`, `WrongCode`, `SecondFactorMissing`, `TooManyTries`, `TooBusy`, `StoreError`.
    package func remove(from principal: Principal, password: String?, code: String?, address: String?) async throws {
        guard try await state(of: principal).since != nil else { throw SecondFactorMissing() }
        let proofs = ProofDesk(store: store, clock: clock, passwords: passwords, secondFactors: self)
        let account = try await proofs.account(of: principal, showing: password, code: code, address: address)
        let entry = entry(.secondFactorRemoved, account.id, in: account.workspace, by: principal.actor(at: address))
        let (now, who) = (clock.now(), principal.actor(at: address))
        let others = Sessions.endAll(of: account.id, in: account.workspace, but: principal.session, by: who, now: now)
        _ = try await store.commit(SecondFactors.remove(account.id, now: now) + [others, entry])
        authenticator.forget()
    }

    /// Takes an account's second factor away, on behalf of whoever may write to the database.
    package func reset(_ account: Accounts.Account) async throws {
        _ = try await store.commit(
            SecondFactors.remove(account.id, now: clock.now()) + [
                Sessions.endAll(of: account.id, in: account.workspace, now: clock.now()),
                entry(.secondFactorRemoved, account.id, in: account.workspace),
            ])
        authenticator.forget()
    }
}

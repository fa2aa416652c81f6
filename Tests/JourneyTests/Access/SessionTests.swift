import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `A session` {
    private let program = SignIn.Client(kind: .api, address: "192.0.2.1", name: "test")

    private func begun(_ access: AccessHarness) async throws -> SignIn.Signed {
        try await access.services.signIn.signIn(email: AccessHarness.email, password: AccessHarness.password, from: program)
    }

    @Test func `counts at once on a server that has just found no account`() async throws {
        try await AccessHarness.with { access in
            let hash = try PasswordHash(AccessHarness.password, cost: .init(logN: 10, blockSize: 8, parallelism: 1)).text
            let owner = Person(workspace: .first, user: Users.owner)
            let authenticator = access.services.authenticator
            try await access.store.commit(SQL("DELETE FROM accounts"))
            #expect(try await authenticator.principal(nil).means == .open)
            try await access.store.commit(
                Accounts.insert(owner, email: AccessHarness.email, role: .owner, state: "active", passwordHash: hash, now: access.clock.now))
            let signed = try await access.signIn()
            #expect(try await authenticator.principal(.cookie(signed.token)).account == signed.account.id)
            await #expect(throws: NotSignedIn(isExpired: false)) { try await authenticator.principal(nil) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `goes on with a new refresh token each time, and ends when an old one comes again`(
        kind: DatabaseKind
    ) async throws {
        try await AccessHarness.with(kind) { access in
            let first = try await begun(access)
            let second = try await access.services.signIn.refresh(first.token)
            let third = try await access.services.signIn.refresh(second.token)
            #expect(Set([first.token, second.token, third.token]).count == 3 && third.session == first.session)
            await #expect(throws: TokenReused(account: 1)) { try await access.services.signIn.refresh(second.token) }
            await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.signIn.refresh(third.token) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is continued by one of two that come with the same refresh token`(kind: DatabaseKind) async throws {
        try await AccessHarness.with(kind) { access in
            let begun = try await begun(access)
            let results = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 { group.addTask { (try? await access.services.signIn.refresh(begun.token)) != nil } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(results <= 1)
        }
    }

    @Test func `is found by its access token until that expires, and no longer than it lasts`() async throws {
        try await AccessHarness.with { access in
            let begun = try await begun(access)
            let token = try await access.services.tokens.make(session: begun.session)
            let principal = try await access.services.authenticator.principal(.bearer(token))
            #expect(principal.account == begun.account.id && principal.means == .token && principal.role == .owner)
            try await access.services.signIn.signOut(begun.account.principal(session: begun.session, means: .token))
            await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.authenticator.principal(.bearer(token)) }
            let other = try await self.begun(access)
            let late = try await access.services.tokens.make(session: other.session)
            access.clock.advance(by: AccessTokens.life)
            await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.authenticator.principal(.bearer(late)) }
        }
    }

    @Test func `counts at another instance for five seconds after it has ended, and no longer`() async throws {
        try await AccessHarness.with(keys: ScriptedKeys(mark: "one")) { access in
            let begun = try await access.signIn()
            let other = access.restarted(with: ScriptedKeys(mark: "one"))
            _ = try await other.authenticator.principal(.cookie(begun.token))
            try await access.services.signIn.signOut(begun.account.principal(session: begun.session, means: .token))
            access.clock.advance(by: Authenticator.validity)
            await #expect(throws: NotSignedIn(isExpired: true)) { try await other.authenticator.principal(.cookie(begun.token)) }
        }
    }

    @Test func `is in the audit trail, and so is one that was refused`() async throws {
        try await AccessHarness.with { access in
            await #expect(throws: WrongPassword()) { try await access.signIn(password: "not this one at all") }
            _ = try await access.signIn()
            let actions = try await access.store.read(
                SQL("SELECT action, actor_name, actor_address FROM audit_entries WHERE subject_kind = 'account' ORDER BY id"))
            #expect(actions.map { $0.text(0) } == ["session.refused", "session.begun"])
            #expect(actions.allSatisfy { $0.text(1) == AccessHarness.email && $0.text(2) == "192.0.2.1" })
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that has run out leaves nothing behind, nor do links and tries`(kind: DatabaseKind) async throws {
        try await AccessHarness.with(kind) { access in
            _ = try await begun(access)
            _ = try await access.services.accounts.link(.password, for: 1, in: .first)
            await #expect(throws: WrongPassword()) { try await access.signIn(password: "not this one at all") }
            let service = RetentionService(store: access.store, clock: access.clock.wall, logger: .silent)
            func left() async throws -> [Int] {
                let tables = ["sessions", "session_tokens", "one_time_links", "sign_in_tries"]
                return try await access.store.read(tables.map { SQL("SELECT 1 FROM \($0)") }).map(\.count)
            }
            _ = try await service.tick()
            let before = try await left()
            access.clock.advance(by: .seconds(31 * 86_400))
            _ = try await service.tick()
            let after = try await left()
            #expect(before.allSatisfy { $0 > 0 } && after == [0, 0, 0, 0])
        }
    }
}

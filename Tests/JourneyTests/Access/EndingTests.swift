import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `What ends with a session, a password or an account` {
    private let program = SignIn.Client(kind: .api, address: "192.0.2.1", name: "test")

    private func entries(_ access: AccessHarness, _ action: String) async throws -> [AuditEntries.Entry] {
        var question = AuditQuestion(limit: 100)
        question.action = action
        return try await access.store.read(question.statement(.first)).map(AuditEntries.entry)
    }

    private func makeKey(_ access: AccessHarness, _ principal: Principal) async throws -> String {
        let values: Table.Values = ["name": .text("mine"), "scopes": .text("[\"read\"]")]
        return try await access.services.keys.make(values, for: principal).key
    }

    @Test(arguments: DatabaseKind.allCases) func `each end of a session is in the audit trail, with who and whose`(kind: DatabaseKind) async throws {
        try await AccessHarness.with(kind) { access in
            let signed = try await access.signIn(), other = try await access.signIn()
            let principal = signed.account.principal(session: signed.session, means: .session)
            try await Actor.$current.withValue(principal.actor(at: "192.0.2.9")) { try await access.services.signIn.signOut(principal) }
            try await access.services.accounts.setState("disabled", of: try second(access))
            let ended = try await entries(access, "session.ended")
            #expect(ended.map(\.subject) == [AuditSubject("session", id: signed.session)])
            #expect(ended[0].actor.address == "192.0.2.9" && ended[0].actor.account == 1 && ended[0].before?.contains("\"account_id\"") == true)
            let made = try await entries(access, "account.created")
            #expect(made.map(\.subject) == [AuditSubject("account", id: 2)] && made[0].after?.contains("ann@example.com") == true)
            let going = try await access.services.authenticator.principal(.cookie(other.token))
            #expect(going.account == 1)
        }
    }

    /// An account of its own, so that the first stays the workspace's owner.
    private func second(_ access: AccessHarness) async throws -> Accounts.Account {
        _ = try await access.services.accounts.invite(email: "ann@example.com", name: "Ann", role: .member, to: .first)
        return try #require(try await access.account("ann@example.com"))
    }

    @Test(arguments: DatabaseKind.allCases) func `a key is entered by its number when it is made, and when it is deleted`(kind: DatabaseKind)
        async throws
    {
        try await AccessHarness.with(kind) { access in
            let signed = try await access.signIn()
            let principal = signed.account.principal(session: signed.session, means: .session)
            let made = try await access.services.keys.make(["name": .text("mine"), "scopes": .text("[\"read\"]")], for: principal)
            let id = made.row.integer(0)
            _ = try await access.store.commit(APIKeys.table.delete(.first, id: id, version: nil, now: access.clock.now))
            let created = try await entries(access, "api_key.created"), deleted = try await entries(access, "api_key.deleted")
            #expect((created + deleted).map(\.subject) == [AuditSubject("API key", id: id), AuditSubject("API key", id: id)])
            #expect(created[0].after?.contains(made.key) == false)
        }
    }

    @Test func `a new password ends other sessions and refresh tokens, and keys where one says so`() async throws {
        try await AccessHarness.with { access in
            let signed = try await access.signIn(), browser = try await access.signIn()
            let family = try await access.services.signIn.signIn(email: AccessHarness.email, password: AccessHarness.password, from: program)
            let principal = signed.account.principal(session: signed.session, means: .session)
            let key = try await makeKey(access, principal)
            let accounts = access.services.accounts
            try await accounts.changePassword(of: principal, from: AccessHarness.password, to: "other words of ours", address: "192.0.2.1")
            _ = try await access.services.authenticator.principal(.cookie(signed.token))
            await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.authenticator.principal(.cookie(browser.token)) }
            await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.signIn.refresh(family.token) }
            _ = try await access.services.authenticator.principal(.bearer(key))
            try await accounts.changePassword(
                of: principal, from: "other words of ours", to: "more words of ours", endsKeys: true, address: "192.0.2.1")
            await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.authenticator.principal(.bearer(key)) }
            let (sessions, keys) = (try await entries(access, "session.ended"), try await entries(access, "api_key.deleted"))
            #expect(sessions.count == 2 && keys.count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `a password that a command sets is entered as the terminal's deed, with what ends by it`(
        kind: DatabaseKind
    ) async throws {
        try await AccessHarness.with(kind) { access in
            let signed = try await access.signIn()
            _ = try await makeKey(access, signed.account.principal(session: signed.session, means: .session))
            try await Actor.$current.withValue(.terminal) {
                let link = try await access.services.accounts.link(.password, for: 1, in: .first)
                _ = try await access.services.accounts.follow(link, email: nil, password: "other words of ours")
            }
            for action in ["password.chosen", "session.ended", "api_key.deleted"] {
                let actors = try await entries(access, action).map(\.actor)
                #expect(actors == [.terminal], "\(action)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `a password that is reset ends the sessions, refresh tokens and keys of its account`(
        kind: DatabaseKind
    )
        async throws
    {
        try await AccessHarness.with(kind) { access in
            let signed = try await access.signIn()
            let family = try await access.services.signIn.signIn(email: AccessHarness.email, password: AccessHarness.password, from: program)
            let key = try await makeKey(access, signed.account.principal(session: signed.session, means: .session))
            let link = try await access.services.accounts.link(.password, for: 1, in: .first)
            _ = try await access.services.accounts.follow(link, email: nil, password: "other words of ours")
            for credential in [Credential.cookie(signed.token), .bearer(key)] {
                await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.authenticator.principal(credential) }
            }
            await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.signIn.refresh(family.token) }
        }
    }
}

import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `Whom the provider names` {
    @Test(arguments: DatabaseKind.allCases) func `gets an account with a verified address of a domain it is believed for`(kind: DatabaseKind)
        async throws
    {
        try await AccessHarness.withProvider(kind) { access, provider in
            let outcome = try await access.signInByProvider(provider)
            let account = try #require(outcome.account)
            #expect((account.email, account.role, account.workspace, account.passwordHash) == ("mara@example.com", .member, .first, nil))
            let again = try await access.signInByProvider(provider).account
            #expect(again?.id == account.id)
            let user = try await access.store.read(SQL("SELECT name FROM users WHERE id = $1", [.integer(account.user)]))
            #expect(user[0].text(0) == "Mara")
        }
    }

    @Test(arguments: [
        ("mara@example.com", false as (any Sendable)?, ProviderRefusal.Reason.unverified), ("mara@example.com", "true", .unverified),
        ("mara@example.com", nil, .unverified), ("no address", true, .unverified), ("", true, .unverified),
        ("mara@elsewhere.example", true, .domain), ("mara@deep.example.com", true, .domain), ("mara@notexample.com", true, .domain),
        ("mara@example.com.evil.example", true, .domain), ("mara@example.com@evil.example", true, .unverified),
    ])
    func `is refused with any other address`(email: String, isVerified: (any Sendable)?, reason: ProviderRefusal.Reason) async throws {
        try await AccessHarness.withProvider { access, provider in
            provider.change { $0.changes = { ($0["email"], $0["email_verified"]) = (email, isVerified) } }
            try await access.expect(reason) { try await access.signInByProvider(provider) }
            let accounts = try await access.store.read(Accounts.everywhere)
            #expect(accounts.count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is whoever was linked, whatever the address is by now`(kind: DatabaseKind) async throws {
        try await AccessHarness.withProvider(kind) { access, provider in
            provider.change { $0.person["email"] = AccessHarness.email.uppercased() }
            try await access.expect(role: .owner, by: provider)
            provider.change { ($0.person["email"], $0.person["email_verified"]) = ("new@elsewhere.example", false) }
            try await access.expect(email: AccessHarness.email, by: provider)
        }
    }

    @Test func `is not the account of somebody who had the address before`() async throws {
        try await AccessHarness.withProvider { access, provider in
            try await access.signInByProvider(provider)
            provider.change { $0.person["sub"] = "another-mara" }
            try await access.expect(.other) { try await access.signInByProvider(provider) }
        }
    }

    @Test func `is let in where the account was invited, and kept out where it is disabled`() async throws {
        try await AccessHarness.withProvider { access, provider in
            let invited = try await access.services.accounts.invite(email: "mara@example.com", name: "M", role: .viewer, to: .first)
            let outcome = try await access.signInByProvider(provider)
            let account = try #require(outcome.account)
            #expect((account.id, account.role, account.isActive) == (invited.row.integer(0), .viewer, true))
            try await access.store.commit(Accounts.setState(account.id, to: "disabled", now: access.clock.now))
            try await access.expect(.disabled) { try await access.signInByProvider(provider) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is entered into the audit trail as linked to an account that was there, by the provider and once`(
        kind: DatabaseKind
    ) async throws {
        try await AccessHarness.withProvider(kind) { access, provider in
            let invited = try await access.services.accounts.invite(email: "mara@example.com", name: "M", role: .viewer, to: .first)
            try await access.signInByProvider(provider)
            try await access.signInByProvider(provider)
            var question = AuditQuestion(limit: 10)
            question.action = "account.linked"
            let entries = try await access.store.read(question.statement(.first)).map(AuditEntries.entry)
            #expect(entries.map(\.subject) == [AuditSubject("account", id: invited.row.integer(0))])
            #expect(entries[0].actor == Actor(name: ScriptedProvider.settings().issuer, means: .system))
            #expect(entries[0].after?.contains("mara@example.com") == true)
        }
    }

    @Test func `has the highest role that the provider's words give, each time anew, but no owner loses theirs`() async throws {
        let settings = ScriptedProvider.settings {
            ($0.roleClaim, $0.roles, $0.defaultRole) = ("realm.groups", ["sales": .member, "heads": .admin], nil)
        }
        try await AccessHarness.withProvider(settings: settings) { access, provider in
            try await access.expect(.role) { try await access.signInByProvider(provider) }
            provider.change { $0.person["realm"] = ["groups": ["sales", "heads", "others"]] as [String: any Sendable] }
            try await access.expect(role: .admin, by: provider)
            provider.change { $0.person["realm"] = ["groups": "sales"] as [String: any Sendable] }
            try await access.expect(role: .member, by: provider)
            let kept = try await access.account("mara@example.com")
            #expect(kept?.role == .member)
            provider.change { $0.person["realm"] = ["groups": ["others"]] as [String: any Sendable] }
            try await access.expect(.role) { try await access.signInByProvider(provider) }
            provider.change { ($0.person["sub"], $0.person["email"]) = ("owner-1", AccessHarness.email) }
            try await access.expect(role: .owner, by: provider)
        }
    }

    @Test func `may have the address told apart from the token, of the same person only`() async throws {
        try await AccessHarness.withProvider { access, provider in
            provider.change { script in
                (script.person, script.more) = (["sub": "mara-1"], ["sub": "mara-1", "email": "mara@example.com", "email_verified": true])
            }
            try await access.expect(email: "mara@example.com", by: provider)
            provider.change { $0.more?["sub"] = "nils-1" }
            try await access.expect(.token) { try await access.signInByProvider(provider) }
        }
    }
}

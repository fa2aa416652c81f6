import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A second factor` {
    @Test(arguments: DatabaseKind.allCases) func `is asked for once the password is right, and its code counts once`(kind: DatabaseKind) async throws
    {
        try await AccessHarness.with(kind) { access in
            let (key, _) = try await access.setUpSecondFactor()
            await #expect(throws: SecondFactorNeeded()) { try await access.signIn() }
            await #expect(throws: WrongPassword()) { try await access.signIn(password: "not the password at all") }
            let code = access.code(key)
            try await access.signIn(code: code)
            await #expect(throws: WrongCode()) { try await access.signIn(code: code) }
            // The one before was not used, and is passed over now.
            await #expect(throws: WrongCode()) { try await access.signIn(code: access.code(key, -1)) }
            try await access.signIn(code: access.code(key, 1))
            await #expect(throws: WrongCode()) { try await access.signIn(code: access.code(key)) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `lets one of two sign-ins with the same code in`(kind: DatabaseKind) async throws {
        try await AccessHarness.with(kind) { access in
            let (key, _) = try await access.setUpSecondFactor()
            let code = access.code(key)
            let entered = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { (try? await access.signIn(code: code)) != nil } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(entered == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `has ten recovery codes, each for once`(kind: DatabaseKind) async throws {
        try await AccessHarness.with(kind) { access in
            let (_, recovery) = try await access.setUpSecondFactor()
            #expect(Set(recovery).count == 10)
            for code in recovery {
                try await access.signIn(code: code)
                await #expect(throws: WrongCode()) { try await access.signIn(code: code) }
            }
            let row = try await access.store.read(SecondFactors.find(1))[0]
            #expect(row.integer(3) == 0)
        }
    }

    @Test func `does not count before a code of it was shown`() async throws {
        try await AccessHarness.with { access in
            let principal = try await access.signIn().account.principal(session: 1, means: .session)
            let first = try await access.services.secondFactors.begin(for: principal)
            try await access.signIn()
            let second = try await access.services.secondFactors.begin(for: principal)
            let (old, new) = (TimeCode(key: Base32.decode(first.secret) ?? Data()), TimeCode(key: Base32.decode(second.secret) ?? Data()))
            await #expect(throws: WrongCode()) {
                try await access.services.secondFactors.confirm(access.code(old), for: principal, address: nil)
            }
            _ = try await access.services.secondFactors.confirm(access.code(new), for: principal, address: nil)
            await #expect(throws: SecondFactorNeeded()) { try await access.signIn() }
            await #expect(throws: SecondFactorExists()) { try await access.services.secondFactors.begin(for: principal) }
        }
    }

    @Test func `is taken away by the password or a code, and by nothing else`() async throws {
        try await AccessHarness.with { access in
            let (key, _) = try await access.setUpSecondFactor()
            let signed = try await access.signIn(code: access.code(key))
            let principal = signed.account.principal(session: signed.session, means: .session)
            let desk = access.services.secondFactors
            await #expect(throws: WrongPassword()) { try await desk.remove(from: principal, password: "not it at all", code: nil, address: nil) }
            await #expect(throws: WrongCode()) { try await desk.remove(from: principal, password: nil, code: "000000", address: nil) }
            await #expect(throws: SecondFactorNeeded()) { try await desk.remove(from: principal, password: nil, code: nil, address: nil) }
            try await desk.remove(from: principal, password: AccessHarness.password, code: nil, address: nil)
            try await access.signIn()
            #expect(try await access.store.read(SQL("SELECT hash FROM recovery_codes")) == [])
        }
    }

    @Test func `is guessed ten times, and then slowly, while its owner's own place stays free`() async throws {
        try await AccessHarness.with { access in
            let (key, _) = try await access.setUpSecondFactor()
            var tries = 0
            // Another minute each time, so that the password's own limit is not what stops it.
            while tries < 50 {
                access.clock.advance(by: .seconds(60))
                do { try await access.signIn(code: "000000", from: "203.0.113.9") } catch is WrongCode { tries += 1 } catch is TooManyTries { break }
            }
            #expect((10...14).contains(tries))
            try await access.signIn(code: access.code(key), from: "192.0.2.1")
        }
    }

    @Test func `is kept encrypted where there is a master key, and opens with no other`() async throws {
        try await AccessHarness.with(keys: ScriptedKeys(mark: "one")) { access in
            let (key, recovery) = try await access.setUpSecondFactor()
            let stored = try await access.store.read(SecondFactors.find(1))[0].text(0)
            #expect(stored.hasPrefix("v2.1."))
            let other = access.restarted(with: ScriptedKeys(mark: "other"))
            let account = try #require(try await access.account())
            await #expect(throws: SecondFactorUnreadable()) { try await other.secondFactors.check(access.code(key), of: account, address: nil) }
            try await other.secondFactors.check(recovery[0], of: account, address: nil)
        }
    }

    @Test func `goes with a change of the master key, and so do the keys that tokens are signed with`() async throws {
        try await AccessHarness.with(keys: ScriptedKeys(mark: "old")) { access in
            let (key, _) = try await access.setUpSecondFactor()
            let before = try await access.services.tokens.make(session: 1)
            let both = ScriptedKeys(mark: "new", previous: "old")
            let report = try await KeyRotation(store: access.store, clock: access.clock.wall, keys: both).rotate(isOfValues: true)
            #expect(report.unreadable == [] && report.resealed == 1)
            try await AccessTokens(store: access.store, clock: access.clock.wall, box: both).rotate()
            let (during, after) = (access.restarted(with: both), access.restarted(with: ScriptedKeys(mark: "new")))
            let account = try #require(try await access.account())
            try await after.secondFactors.check(access.code(key), of: account, address: nil)
            let session = try await during.tokens.session(of: before)
            let gone = try await after.tokens.session(of: before)
            let token = try await after.tokens.make(session: 1)
            let made = try await after.tokens.session(of: token)
            #expect(session == 1 && gone == nil && made == 1)
        }
    }

    @Test func `that tokens are signed with ends when it was said to, also for instances that have known it all along`() async throws {
        try await AccessHarness.with { access in
            let tokens = access.services.tokens
            let before = try await tokens.make(session: 1)
            try await AccessTokens(store: access.store, clock: access.clock.wall, box: nil).rotate()
            let during = try await tokens.session(of: before)
            #expect(during == 1)
            let rows = try await access.store.read(SQL("SELECT id FROM signing_keys WHERE retires_at IS NOT NULL"))
            // As though the key had been replaced sooner: the token itself is good for a while yet.
            try await access.store.commit(
                SQL("UPDATE signing_keys SET retires_at = $2 WHERE id = $1", [.text(rows[0].text(0)), .time(access.clock.now.adding(.seconds(60)))]))
            access.clock.advance(by: .seconds(61))
            let after = try await tokens.session(of: before)
            #expect(after == nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `can be asked of a whole workspace: without one there is nothing but to set it up`(
        kind: DatabaseKind
    )
        async throws
    {
        try await AccessHarness.with(kind) { access in
            let signed = try await access.signIn()
            let before = try await access.services.authenticator.principal(.cookie(signed.token))
            #expect(before.permissions == Permission.allCases)
            try await access.store.commit(
                Workspaces.update(.first, ["requires_second_factor": .integer(1)], version: nil, now: access.clock.now))
            access.services.authenticator.forget()
            let after = try await access.services.authenticator.principal(.cookie(signed.token))
            #expect(after.permissions == [.own])
            _ = try await access.setUpSecondFactor()
            let account = try await access.account()
            #expect(account?.lacksSecondFactor == false)
        }
    }
}

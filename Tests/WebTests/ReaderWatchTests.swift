import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey
@testable import Web

@Suite struct `The watch over a reader` {
    private struct Ended: Error {}

    @Test func `looks within a minute whether the session still counts, however much there is to read`() async throws {
        let clock = TestClock(TemporaryDatabase.birth), looks = Mutex(0), isOver = Mutex(false)
        var watch = ReaderWatch(clock: clock.wall) {
            looks.withLock { $0 += 1 }
            if isOver.withLock({ $0 }) { throw Ended() }
        }
        for _ in 0..<60 {
            clock.advance(by: .seconds(1))
            try await watch.look()
        }
        #expect(looks.withLock { $0 } == 3)
        isOver.withLock { $0 = true }
        clock.advance(by: ReaderWatch.interval)
        await #expect(throws: Ended.self) { try await watch.look() }
    }

    @Test func `ends nobody's reading because the database is away, and looks again as soon as it is back`() async throws {
        let clock = TestClock(TemporaryDatabase.birth), error = Mutex<(any Error)?>(StoreError.unavailable(reason: "Away."))
        var watch = ReaderWatch(clock: clock.wall) { if let error = error.withLock({ $0 }) { throw error } }
        clock.advance(by: .seconds(61))
        try await watch.look()
        error.withLock { $0 = Ended() }
        await #expect(throws: Ended.self) { try await watch.look() }
    }

    @Test func `sees the end of a session that it is asked about`() async throws {
        try await TemporaryDatabase.with { database in
            let clock = TestClock(TemporaryDatabase.birth)
            let access = AccessServices(
                store: database.store, clock: clock.wall, vault: Vault(store: database.store, clock: clock.wall, keys: nil), keys: nil,
                mayBeOpen: false)
            let make = Accounts.insert(
                Person(workspace: .first, user: Users.owner), email: "owner@example.com", role: .owner, state: "active", passwordHash: nil,
                now: clock.now)
            let row = try #require(try await database.store.commit([make]).first?.first)
            let account = try #require(
                try await database.store.read(Accounts.find(.first, id: row.integer(0))).first.map(Accounts.Account.init))
            let signed = try await access.signIn.begin(account, from: .init(kind: .browser, address: nil, name: nil))
            var watch = ReaderWatch(clock: clock.wall) { _ = try await access.authenticator.principal(.cookie(signed.token)) }
            clock.advance(by: .seconds(30))
            try await watch.look()
            try await access.signIn.signOut(account.principal(session: signed.session, means: .session))
            clock.advance(by: .seconds(30))
            await #expect(throws: NotSignedIn(isExpired: true)) { try await watch.look() }
        }
    }
}

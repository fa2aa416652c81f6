import Domain
import Foundation
import Storage
import TestSupport

@testable import Journey

/// Signing in on a fresh database, with an owner who has a password.
struct AccessHarness: Sendable {
    static let email = "owner@example.com"
    static let password = "three words of ours"

    let store: any Store
    let clock: TestClock
    let services: AccessServices

    static func with(
        _ kind: DatabaseKind = .usual, keys: (any KeyRing)? = nil, provider: ScriptedProvider? = nil,
        settings: OpenIDSettings = ScriptedProvider.settings(), _ body: (AccessHarness) async throws -> Void
    ) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let clock = TestClock(TemporaryDatabase.birth.adding(.seconds(86_400)))
            let services = AccessServices(
                store: database.store, clock: clock.wall, vault: Vault(store: database.store, clock: clock.wall, keys: keys), keys: keys,
                mayBeOpen: true,
                passwords: PasswordWork(cost: .init(logN: 10, blockSize: 8, parallelism: 1)),
                provider: provider.map { OpenIDProvider(settings: settings, http: $0, clock: clock.wall) })
            let hash = try PasswordHash(password, cost: .init(logN: 10, blockSize: 8, parallelism: 1)).text
            let owner = Person(workspace: .first, user: Users.owner)
            try await database.store.commit(
                Accounts.insert(owner, email: email, role: .owner, state: "active", passwordHash: hash, now: clock.now))
            try await body(AccessHarness(store: database.store, clock: clock, services: services))
        }
    }

    /// Another process on the same database.
    func restarted(with keys: any KeyRing) -> AccessServices {
        AccessServices(
            store: store, clock: clock.wall, vault: Vault(store: store, clock: clock.wall, keys: keys), keys: keys, mayBeOpen: false,
            passwords: PasswordWork(cost: .init(logN: 10, blockSize: 8, parallelism: 1)))
    }

    func account(_ email: String = email) async throws -> Accounts.Account? {
        try await store.read(Accounts.signingIn(email: email)).first.map(Accounts.Account.init)
    }

    @discardableResult
    func signIn(password: String = password, code: String? = nil, from address: String? = "192.0.2.1") async throws -> SignIn.Signed {
        try await services.signIn.signIn(
            email: Self.email, password: password, code: code, from: .init(kind: .browser, address: address, name: "test"))
    }

    /// A second factor that counts: its codes, and the recovery codes.
    func setUpSecondFactor() async throws -> (key: TimeCode, recovery: [String]) {
        let principal = try await signIn().account.principal(session: 1, means: .session)
        let made = try await services.secondFactors.begin(for: principal)
        guard let bytes = Base32.decode(made.secret) else { throw WrongCode() }
        let key = TimeCode(key: bytes)
        let recovery = try await services.secondFactors.confirm(code(key), for: principal, address: nil)
        clock.advance(by: .seconds(30))
        return (key, recovery)
    }

    /// The code of now, or of so many steps later.
    func code(_ key: TimeCode, _ offset: Int64 = 0) -> String { key.code(at: TimeCode.step(at: clock.now) + offset) }
}

package import Domain
package import Storage
import Synchronization

/// What a request shows to say who it is from.
package enum Credential: Hashable, Sendable, Unprinted {
    /// A browser's session cookie.
    case cookie(String)
    /// An access token or an API key, after `Authorization: Bearer`.
    case bearer(String)
}

/// Tells who a request is from.
///
/// What was found is kept for a few seconds: that long a change made by another instance may take to count here.
package final class Authenticator: Sendable {
    package static let validity = Duration.seconds(5)
    private static let most = 10_000

    private struct Known {
        var principal: Principal
        var until: Timestamp
    }

    private struct State {
        var known: [Credential: Known] = [:]
        var hasAccounts = false
        var lookedAt: Timestamp?
        /// The look for accounts that is under way.
        var look: Task<Bool, any Error>?
        /// Counts the calls of `forget`: what was read before one is not kept after it.
        var age = 0

        mutating func found(_ hasAccounts: Bool, of age: Int, at time: Timestamp) {
            if hasAccounts { self.hasAccounts = true }
            if self.age == age { lookedAt = time }
        }

        mutating func endLook(of age: Int) {
            if self.age == age { look = nil }
        }
    }

    private let store: any Store
    private let clock: WallClock
    private let tokens: AccessTokens
    private let mayBeOpen: Bool
    private let state = Mutex(State())

    /// - Parameter mayBeOpen: whether everybody is the owner while there are no accounts: only for a server on the loopback address.
    package init(store: any Store, clock: WallClock, tokens: AccessTokens, mayBeOpen: Bool) {
        self.store = store
        self.clock = clock
        self.tokens = tokens
        self.mayBeOpen = mayBeOpen
    }

    /// - Throws: `NotSignedIn`, `NotSetUp`, `StoreError`.
    package func principal(_ credential: Credential?) async throws -> Principal {
        // Whoever shows one has been given it: then there are accounts, however lately none was found.
        guard try await hasAccounts(trusting: credential == nil) else {
            if mayBeOpen { return .open }
            throw NotSetUp()
        }
        guard let credential else { throw NotSignedIn(isExpired: false) }
        let now = clock.now()
        if let principal = state.withLock({ $0.known[credential] }), principal.until > now { return principal.principal }
        let age = state.withLock { $0.age }
        guard let principal = try await find(credential, now) else { throw NotSignedIn(isExpired: true) }
        state.withLock { state in
            guard state.age == age else { return }
            if state.known.count >= Self.most { state.known = [:] }
            state.known[credential] = Known(principal: principal, until: now.adding(Self.validity))
        }
        return principal
    }

    /// Whether the server has accounts; once it has, it never is without. One look at a time serves all callers: while the database hangs
    /// none of them waits for longer than that takes.
    ///
    /// - Parameter isTrusting: whether it is enough that two seconds ago it had none.
    package func hasAccounts(trusting isTrusting: Bool = true) async throws -> Bool {
        let now = clock.now()
        let (isKnown, lookedAt) = state.withLock { ($0.hasAccounts, $0.lookedAt) }
        if isKnown { return true }
        if isTrusting, let lookedAt, now < lookedAt.adding(.seconds(2)), lookedAt <= now { return false }
        let (look, isOwn) = look(now)
        let hasAccounts = try await look.value
        // What another caller had looked for before this one came may be no more so.
        guard isTrusting || isOwn || hasAccounts else { return try await self.look(now).task.value }
        return hasAccounts
    }

    /// The look that is under way, or else one that begins.
    private func look(_ now: Timestamp) -> (task: Task<Bool, any Error>, isOwn: Bool) {
        state.withLock { state in
            if let look = state.look { return (look, false) }
            let age = state.age
            let look = Task {
                defer { self.state.withLock { $0.endLook(of: age) } }
                let hasAccounts = try await !store.read(Accounts.any).isEmpty
                self.state.withLock { $0.found(hasAccounts, of: age, at: now) }
                return hasAccounts
            }
            state.look = look
            return (look, true)
        }
    }

    /// After a change of an account, a session or a key.
    package func forget() {
        state.withLock { state in
            state.known = [:]
            state.lookedAt = nil
            state.look = nil
            state.age += 1
        }
    }

    private func find(_ credential: Credential, _ now: Timestamp) async throws -> Principal? {
        switch credential {
        case .cookie(let token): try await session(Sessions.ofToken(hash: RandomToken.hash(token), now: now), .session, now)
        case .bearer(let text) where text.hasPrefix(APIKeyDesk.prefix): try await key(text, now)
        case .bearer(let text):
            if let id = try await tokens.session(of: text) { try await session(Sessions.live(id, now: now), .token, now) } else { nil }
        }
    }

    private func session(_ statement: SQL, _ means: Actor.Means, _ now: Timestamp) async throws -> Principal? {
        guard let row = try await store.read(statement).first, row.text(1) == (means == .session ? "browser" : "api") else { return nil }
        let account = Accounts.Account.joined(row)
        guard account.isActive else { return nil }
        if row.time(3).adding(.seconds(60)) <= now { _ = try? await store.commit(Sessions.used(row.integer(0), now: now)) }
        return account.principal(session: row.integer(0), means: means)
    }

    private func key(_ text: String, _ now: Timestamp) async throws -> Principal? {
        guard let row = try await store.read(APIKeys.find(hash: RandomToken.hash(text), now: now)).first else { return nil }
        let account = Accounts.Account.joined(row)
        guard account.isActive else { return nil }
        if row.time(3).adding(.seconds(60)) <= now { _ = try? await store.commit(APIKeys.used(row.integer(0), now: now)) }
        let scopes = Set(JSONText.texts(row.text(2)).compactMap(Permission.init))
        return Principal(
            workspace: account.workspace, user: account.user, role: account.role, scopes: scopes, account: account.id,
            name: "\(account.email) (\(row.text(1)))", means: .key)
    }
}

extension Accounts.Account {
    /// Who it is in a session.
    package func principal(session: Int64, means: Actor.Means) -> Principal {
        Principal(
            workspace: workspace, user: user, role: role, account: id, session: session, name: email, means: means,
            lacksSecondFactor: lacksSecondFactor)
    }
}

/// No credential, or one that counts no more.
package struct NotSignedIn: Error, Equatable, Sendable {
    /// Whether there was one.
    package var isExpired: Bool
}

/// The server faces others and has no account yet.
package struct NotSetUp: Error, Equatable, Sendable {}

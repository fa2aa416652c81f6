package import Domain
import Foundation
import JWTKit
package import Storage
import Synchronization

/// JSON Web Tokens (RFC 7519) of a quarter of an hour, signed with HMAC-SHA-256 by a key that is named in them.
///
/// A token names a session; who that is and what they may do is asked of the database, so that a change of role or the
/// end of a session counts for tokens that are out.
package final class AccessTokens: Sendable {
    package static let life = Duration.seconds(15 * 60)
    private static let issuer = "crm-agent"

    private struct Claims: JWTPayload {
        var iss: IssuerClaim
        /// The session.
        var sub: SubjectClaim
        var iat: IssuedAtClaim
        var exp: ExpirationClaim

        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    private struct Keys: Sendable {
        var collection: JWTKeyCollection
        var newest: String
        /// By name, until when each counts.
        var ends: [String: Timestamp]
        var readAt: Timestamp

        func hold(_ name: String, at now: Timestamp) -> Bool { ends[name].map { $0 > now } ?? false }
    }

    /// Another instance may have replaced a key: for so long it counts here as it was.
    private static let validity = Duration.seconds(30)

    private let store: any Store
    private let clock: WallClock
    private let secrets: SecretsAtRest
    private let keys = Mutex<Keys?>(nil)

    /// - Parameter box: encrypts the keys at rest, where a master key is set up.
    package init(store: any Store, clock: WallClock, box: (any SecretBox)?) {
        self.store = store
        self.clock = clock
        secrets = SecretsAtRest(box: box)
    }

    /// - Throws: `StoreError`.
    package func make(session: Int64) async throws -> String {
        let keys = try await read()
        let now = Date(timeIntervalSince1970: TimeInterval(clock.now().seconds))
        let claims = Claims(
            iss: .init(value: Self.issuer), sub: .init(value: "\(session)"), iat: .init(value: now),
            exp: .init(value: now.addingTimeInterval(TimeInterval(Self.life.components.seconds))))
        return try await keys.collection.sign(claims, kid: JWKIdentifier(string: keys.newest))
    }

    /// The session that a token names; nil for one that is not ours, was changed, or has expired.
    ///
    /// - Throws: `StoreError`.
    package func session(of token: String) async throws -> Int64? {
        guard let kid = Self.keyName(of: token) else { return nil }
        var keys = try await known()
        // Another instance may have made it a moment ago; a stranger's invention costs one look a second.
        if keys.ends[kid] == nil, clock.now() >= keys.readAt.adding(.seconds(1)) { keys = try await read() }
        guard keys.hold(kid, at: clock.now()), let claims = try? await keys.collection.verify(token, as: Claims.self),
            claims.iss.value == Self.issuer,
            claims.exp.value.timeIntervalSince1970 > TimeInterval(clock.now().seconds)
        else { return nil }
        return Int64(claims.sub.value)
    }

    /// Signs with a new key from now on; what is out stays valid until it expires.
    package func rotate() async throws {
        try await add(clock.now())
        _ = try await read()
    }

    private func add(_ now: Timestamp) async throws {
        let key = try newKey()
        _ = try await store.commit(SigningKeys.add(id: key.id, secret: key.secret, retiresFormer: now.adding(Self.life), now: now))
    }

    /// A name, and a secret as the database keeps it.
    private func newKey() throws -> (id: String, secret: String) {
        let id = String(RandomToken.make().prefix(16))
        return (id, try secrets.sealed(RandomToken.make(), for: Self.purpose(id)))
    }

    private func known() async throws -> Keys {
        let now = clock.now()
        let known = keys.withLock { keys -> Keys? in
            guard let known = keys, now >= known.readAt.adding(Self.validity) else { return keys }
            // This caller looks; all others go on meanwhile with what there is.
            keys?.readAt = now
            return nil
        }
        if let known { return known }
        return try await read()
    }

    private func read() async throws -> Keys {
        let now = clock.now()
        var rows = try await store.read(SigningKeys.current(now: now))
        if rows.isEmpty {
            let key = try newKey()
            try await store.commit(SigningKeys.ensure(id: key.id, secret: key.secret, now: now))
            rows = try await store.read(SigningKeys.current(now: now))
        }
        var keys = readable(rows)
        if keys.isEmpty {
            // All are another master key's: their tokens count no more, which keeps nobody from signing in anew.
            try await add(now)
            keys = readable(try await store.read(SigningKeys.current(now: now)))
        }
        let collection = JWTKeyCollection()
        for key in keys { await collection.add(hmac: HMACKey(from: key.secret), digestAlgorithm: .sha256, kid: JWKIdentifier(string: key.id)) }
        let read = Keys(
            collection: collection, newest: keys.first?.id ?? "", ends: Dictionary(uniqueKeysWithValues: keys.map { ($0.id, $0.end) }), readAt: now)
        self.keys.withLock { $0 = read }
        return read
    }

    private func readable(_ rows: [Row]) -> [(id: String, secret: String, end: Timestamp)] {
        rows.compactMap { row in
            (try? secrets.opened(row.text(1), for: Self.purpose(row.text(0)))).map {
                (row.text(0), $0, Timestamp(milliseconds: row.optionalInteger(2) ?? .max))
            }
        }
    }

    private static func purpose(_ id: String) -> String { "signing_keys.secret/\(id)" }

    /// The `kid` of the header, not yet believed.
    private static func keyName(of token: String) -> String? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, token.utf8.count <= 2048, let header = Data(base64URL: String(parts[0])),
            case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: header), case .string(let kid)? = members["kid"],
            members["alg"] == .string("HS256")
        else { return nil }
        return kid
    }
}

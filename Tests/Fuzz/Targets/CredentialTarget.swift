import Crypto
import Domain
import Foundation
import HTTPTypes
import Storage

@testable import Journey
@testable import Web

extension FuzzTarget {
    /// What a request shows to say who it is from: nothing but what was given out lets anybody in.
    ///
    /// The first byte says what the rest is: an `Authorization` field, a `Cookie` field, or changes to an access token, an API key
    /// or a session's cookie that count.
    static let credential = FuzzTarget(
        "credential", longest: 1 << 13,
        words: [
            "Bearer ", "bearer ", "Basic ", "crm_key_", "crm_session=", "; ", "=", ".", "eyJhbGciOiJub25lIn0", "{\"alg\":\"none\"}",
            "{\"alg\":\"HS256\",\"kid\":\"",
        ]
    ) { bytes in
        guard let first = bytes.first else { return }
        let bench = try await CredentialBench.shared.value
        let rest = Array(bytes.dropFirst())
        var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
        switch first % 5 {
        case 0: head.headerFields[.authorization] = String(decoding: rest, as: UTF8.self)
        case 1: head.headerFields[.cookie] = String(decoding: rest, as: UTF8.self)
        case 2: head.headerFields[.authorization] = "Bearer " + changed(bench.token, by: rest)
        case 3: head.headerFields[.authorization] = "Bearer " + changed(bench.key, by: rest)
        default: head.headerFields[.cookie] = "crm_session=" + changed(bench.cookie, by: rest)
        }
        guard let credential = Credential(head, from: ClientOrigin(address: nil, isSecure: false)) else { return }
        let isLetIn = (try? await bench.services.authenticator.principal(credential)) != nil
        try hold(isLetIn == bench.counts(credential), "nothing but what was given out lets anybody in, and that does: \(credential)")
    }

    /// Pairs of a place and a byte that is put there; an odd byte cuts or lengthens.
    private static func changed(_ text: String, by changes: [UInt8]) -> String {
        var bytes = Array(text.utf8)
        for pair in stride(from: 0, to: changes.count - 1, by: 2) where !bytes.isEmpty { bytes[Int(changes[pair]) % bytes.count] = changes[pair + 1] }
        if changes.count % 2 == 1, let last = changes.last { bytes = last < 128 ? Array(bytes.dropLast(Int(last))) : bytes + changes }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// An account with one of every credential.
private struct CredentialBench: Sendable {
    let services: AccessServices
    let token: String
    let key: String
    let cookie: String

    static let shared = Task { try await CredentialBench() }

    private init() async throws {
        let store = try await FuzzDatabase.make()
        let passwords = PasswordWork(cost: .init(logN: 10, blockSize: 8, parallelism: 1))
        services = AccessServices(
            store: store, clock: FuzzDatabase.clock, vault: Vault(store: store, clock: FuzzDatabase.clock, keys: nil), keys: nil, mayBeOpen: false,
            passwords: passwords)
        let password = "three words of ours"
        let owner = Person(workspace: .first, user: Users.owner)
        let hash = try PasswordHash(password, cost: .init(logN: 10, blockSize: 8, parallelism: 1)).text
        let email = "owner@example.com"
        _ = try await store.commit(Accounts.insert(owner, email: email, role: .owner, state: "active", passwordHash: hash, now: FuzzDatabase.now))
        cookie = try await services.signIn.signIn(email: email, password: password, from: .init(kind: .browser, address: nil, name: nil)).token
        let client = try await services.signIn.signIn(email: email, password: password, from: .init(kind: .api, address: nil, name: nil))
        token = try await services.tokens.make(session: client.session)
        let principal = client.account.principal(session: client.session, means: .token)
        key = try await services.keys.make(["name": .text("fuzz"), "scopes": .text("[\"read\"]")], for: principal).key
    }

    /// Of a token the signature may be spelled in more than one way: its last character has bits that say nothing.
    func counts(_ credential: Credential) -> Bool {
        switch credential {
        case .cookie(let text): text == cookie
        case .bearer(let text): text == key || text == token || text.dropLast() == token.dropLast() && Self.signature(text) == Self.signature(token)
        }
    }

    private static func signature(_ token: String) -> Data? { token.split(separator: ".").last.flatMap { Data(base64URL: String($0)) } }
}

import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `Secrets in the database` {
    private let old = ScriptedKeys(mark: "old"), new = ScriptedKeys(mark: "new", previous: "old")
    private static let clock = WallClock.fixed(at: TemporaryDatabase.birth)

    @Test(arguments: DatabaseKind.allCases) func `open under the key that follows, once they are rotated`(kind: DatabaseKind) async throws {
        try await withSecrets(kind) { store in
            let report = try await KeyRotation(store: store, clock: Self.clock, keys: new).rotate(isOfValues: false)
            // A key in the released form, a plain secret, and the data key of the others.
            #expect(report == .init(rewrapped: 1, resealed: 2, dropped: 0, unreadable: []))
            #expect(try await opened(store, ScriptedKeys(mark: "new")) == secrets)
            let again = try await KeyRotation(store: store, clock: Self.clock, keys: new).rotate(isOfValues: false)
            #expect(again == .init())
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `get a new data key where that is asked for, and the old one goes an hour later`(kind: DatabaseKind)
        async throws
    {
        try await withSecrets(kind) { store in
            let report = try await KeyRotation(store: store, clock: Self.clock, keys: new).rotate(isOfValues: true)
            #expect(report == .init(rewrapped: 1, resealed: 4, dropped: 0, unreadable: []))
            #expect(try await opened(store, ScriptedKeys(mark: "new")) == secrets)
            let later = WallClock.fixed(at: TemporaryDatabase.birth.adding(.seconds(3601)))
            let after = try await KeyRotation(store: store, clock: later, keys: new).rotate(isOfValues: false)
            #expect(after == .init(rewrapped: 0, resealed: 0, dropped: 1, unreadable: []))
            #expect(try await opened(store, ScriptedKeys(mark: "new")) == secrets)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `stay readable wherever a rotation ends, and the next one completes it`(kind: DatabaseKind)
        async throws
    {
        for most in 0..<8 {
            try await withSecrets(kind) { store in
                let cut = CutStore(store, after: most)
                _ = try? await KeyRotation(store: cut, clock: Self.clock, keys: new).rotate(isOfValues: true)
                #expect(try await opened(store, new) == secrets, "after \(most) commits")
                _ = try await KeyRotation(store: store, clock: Self.clock, keys: new).rotate(isOfValues: false)
                #expect(try await opened(store, ScriptedKeys(mark: "new")) == secrets, "after \(most) commits")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `are read by a server that was there before, whatever is rotated`(kind: DatabaseKind) async throws {
        try await withSecrets(kind) { store in
            let server = Vault(store: store, clock: Self.clock, keys: new)
            #expect(try await opened(store, server) == secrets)
            _ = try await KeyRotation(store: store, clock: Self.clock, keys: new).rotate(isOfValues: true)
            #expect(try await opened(store, server) == secrets)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that neither key opens are named and left`(kind: DatabaseKind) async throws {
        try await withSecrets(kind) { store in
            let report = try await KeyRotation(store: store, clock: Self.clock, keys: ScriptedKeys(mark: "strange")).rotate(isOfValues: false)
            #expect(report.unreadable.first == "data key 1 of workspace 1" && report.unreadable.contains("model_accounts.sealed_key of row 1"))
            #expect(try await opened(store, old) == secrets)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of a workspace open in no other, and in no other column`(kind: DatabaseKind) async throws {
        try await withSecrets(kind) { store in
            let vault = Vault(store: store, clock: Self.clock, keys: old)
            let sealed = try await vault.seal(Secret("mine"), .modelKey, in: .first)
            await #expect(throws: SecretUnreadable.self) { try await vault.open(sealed, .webhookSecret, in: .first) }
            await #expect(throws: SecretUnreadable.self) { try await vault.open(sealed, .modelKey, in: WorkspaceID(2)) }
            await #expect(throws: MasterKeyMissing.self) {
                try await Vault(store: store, clock: Self.clock, keys: nil).open(sealed, .modelKey, in: .first)
            }
        }
    }

    private let secrets = ["sk-released", "sk-sealed", "whsec_plain", "whsec_sealed"]

    /// A key and a secret under a data key of the old master key, a key as version 0.1 sealed it, and a secret that is not encrypted.
    private func withSecrets(_ kind: DatabaseKind, _ body: (any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let (store, now) = (database.store, TemporaryDatabase.birth)
            let vault = Vault(store: store, clock: Self.clock, keys: old)
            let released = old.seal(Secret("sk-released"), for: "model_accounts.sealed_key/1")
            for (name, sealed) in [("released", released), ("sealed", try await vault.seal(Secret("sk-sealed"), .modelKey, in: .first))] {
                let values: Table.Values = ["name": .text(name), "provider": .text("anthropic"), ModelAccounts.sealedKey: .text(sealed)]
                _ = try await store.commit(ModelAccounts.table.insert(.first, values, now: now))
            }
            let sealed = try await vault.seal(Secret("whsec_sealed"), .webhookSecret, in: .first)
            for secret in ["whsec_plain", sealed] {
                try await store.commit(Webhooks.insert(.first, ["url": .text("https://example.com/hook")], secret: secret, now: now))
            }
            try await body(store)
        }
    }

    private func opened(_ store: any Store, _ keys: ScriptedKeys) async throws -> [String] {
        try await opened(store, Vault(store: store, clock: Self.clock, keys: keys))
    }

    private func opened(_ store: any Store, _ vault: Vault) async throws -> [String] {
        var texts: [String] = []
        for row in try await store.read(SQL("SELECT sealed_key FROM model_accounts ORDER BY id")) {
            texts.append(try await vault.open(row.text(0), .modelKey, in: .first).value)
        }
        for row in try await store.read(SQL("SELECT secret FROM webhooks ORDER BY id")) {
            texts.append(try await vault.open(row.text(0), .webhookSecret, in: .first).value)
        }
        return texts
    }
}

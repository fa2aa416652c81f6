package import Domain
package import Storage

/// Makes API keys: each is shown once, and kept as a hash.
package struct APIKeyDesk: Sendable {
    package static let prefix = "crm_key_"
    private static let shown = 14

    private let store: any Store
    private let clock: WallClock

    package init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// The key's row and the key.
    ///
    /// - Parameter values: `name`, `scopes` and `expires_at`.
    /// - Throws: `ValidationError` for a scope that there is not or that the role lacks, `StoreError`.
    package func make(_ values: Table.Values, for principal: Principal) async throws -> (row: Row, key: String) {
        guard let account = principal.account else { throw NotSetUp() }
        try check(JSONText.texts(values.optionalText("scopes") ?? "[]"), principal)
        let now = clock.now()
        if let end = values.optionalInteger("expires_at"), end <= now.milliseconds {
            throw ValidationError(field: "expires_at", "expires_at must be in the future; null for a key that does not end.")
        }
        let key = RandomToken.make(Self.prefix)
        var stored = values
        stored["account_id"] = .integer(account)
        stored["prefix"] = .text(String(key.prefix(Self.shown)))
        stored["hash"] = .text(RandomToken.hash(key))
        let insert = APIKeys.table.auditedInsert(principal.workspace, stored, now: now)
        guard let row = try await store.commit(insert).last?.first else {
            throw StoreError.failed(reason: "a key was made and not returned")
        }
        return (row, key)
    }

    private func check(_ scopes: [String], _ principal: Principal) throws(ValidationError) {
        guard !scopes.isEmpty else { throw ValidationError(field: "scopes", "scopes must name at least one: \(Self.list(of: principal)).") }
        for text in scopes {
            guard let scope = Permission(rawValue: text), scope != .own, principal.may(scope) else {
                throw ValidationError(field: "scopes", "scopes must not hold \"\(text)\": you can give \(Self.list(of: principal)).")
            }
        }
    }

    private static func list(of principal: Principal) -> String {
        Permission.scopes.filter(principal.may).map(\.rawValue).joined(separator: ", ")
    }
}

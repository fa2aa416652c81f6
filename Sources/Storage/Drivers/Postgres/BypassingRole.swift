/// A role of PostgreSQL for which its own lock between workspaces does not hold (docs/decisions/0011-row-level-security.md).
package struct BypassingRole: Equatable, Sendable {
    package var name: String

    /// The role that the store connects as, where it is such a one; nil on SQLite, which has no roles.
    ///
    /// - Throws: `StoreError`.
    package static func of(_ store: any Store) async throws -> BypassingRole? {
        guard store.dialect == .postgres else { return nil }
        return try await store.read(find).first.map { BypassingRole(name: $0.text(0)) }
    }

    // Neither owning the tables nor membership in such a role goes round a policy that is forced.
    private static let find = SQL("SELECT rolname::TEXT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)").byStatistics()
}

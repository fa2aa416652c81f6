package import Domain

/// Addresses of erased people: known by a hash alone, and written to never again, whoever imports them.
package enum ErasedAddresses {
    /// Keeps the address of a contact as a hash, and no longer in the open on the suppression list.
    ///
    /// - Parameter salt: the workspace's from now on, where it has none yet.
    static func keep(_ workspace: WorkspaceID, contact: Int64, salt: String, now: Timestamp) -> [SQL] {
        [
            SQL("UPDATE workspaces SET erasure_salt = $2 WHERE id = $1 AND erasure_salt = ''", [.workspace(workspace), .text(salt)]),
            SQL(
                """
                INSERT INTO erased_addresses (workspace_id, hash, created_at)
                SELECT c.workspace_id, address_hash(w.erasure_salt || lower(c.email)), $3 FROM contacts c JOIN workspaces w ON w.id = c.workspace_id
                WHERE c.workspace_id = $1 AND c.id = $2 AND c.email <> '' ON CONFLICT (workspace_id, hash) DO NOTHING
                """, [.workspace(workspace), .integer(contact), .time(now)]),
            SQL(
                """
                DELETE FROM suppressions WHERE workspace_id = $1
                AND email_key = (SELECT c.email_key FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2)
                """, [.workspace(workspace), .integer(contact)]),
        ]
    }

    /// Lets an address be written to again, whose person has asked for it since: its `hash` where it was kept.
    package static func forget(_ email: String, in workspace: WorkspaceID) -> SQL {
        SQL(
            """
            DELETE FROM erased_addresses WHERE workspace_id = $1
            AND hash = (SELECT address_hash(w.erasure_salt || CAST($2 AS TEXT)) FROM workspaces w WHERE w.id = $1) RETURNING hash
            """, [.workspace(workspace), .text(email.asciiLowercased)])
    }

    /// SQL that holds for a contact `c` of such an address; `$1` is the workspace. Nothing is hashed where nobody was erased.
    static let condition =
        """
        (EXISTS (SELECT 1 FROM erased_addresses e WHERE e.workspace_id = $1)
            AND address_hash((SELECT w.erasure_salt FROM workspaces w WHERE w.id = $1) || lower(c.email)) IN (
                SELECT e.hash FROM erased_addresses e WHERE e.workspace_id = $1))
        """
}

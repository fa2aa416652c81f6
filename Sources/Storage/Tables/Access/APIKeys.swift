package import Domain

/// Keys of programs that use the API: each acts as the account that made it, within its scopes.
package enum APIKeys {
    package static let table = Table(
        "api_keys", noun: "API key",
        fields: [
            .readOnly("account_id", .integer(Field.identifiers), "As whom it acts.").filterable(),
            .required("name", .text(1...100), "What it is for.").sortable(),
            .readOnly("prefix", .text(1...40), "How it begins, to tell it from others."),
            .required("scopes", .textList(count: 10, length: 20), "What it may do: \(Permission.scopes.map(\.rawValue).joined(separator: ", "))."),
            .optional("expires_at", .time, "When it ends; null for never."),
            .readOnly("last_used_at", .time, "When it was last used, to the minute.", nullable: true).sortable(),
        ]
    )

    /// A key and its account: `id, name, scopes, last_used_at`, and the account's columns.
    package static func find(hash: String, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT k.id, k.name, k.scopes, k.last_used_at, \(Sessions.accountColumns) FROM api_keys k JOIN accounts a ON a.id = k.account_id
            WHERE k.hash = $1 AND (k.expires_at IS NULL OR k.expires_at > $2)
            """, [.text(hash), .time(now)]
        ).quick()
    }

    /// An account's, the youngest first: rows of `table`.
    package static func of(_ account: Int64, in workspace: WorkspaceID) -> SQL {
        SQL(
            "SELECT \(table.columnList) FROM api_keys WHERE workspace_id = $1 AND account_id = $2 ORDER BY id DESC LIMIT 1000",
            [.workspace(workspace), .integer(account)])
    }

    package static func used(_ id: Int64, now: Timestamp) -> SQL {
        SQL("UPDATE api_keys SET last_used_at = $2 WHERE id = $1", [.integer(id), .time(now)])
    }

    /// Deletes all of an account's, and enters that into the audit trail.
    package static func deleteAll(of account: Int64, in workspace: WorkspaceID, by actor: Actor = .current, now: Timestamp) -> SQL {
        let (condition, arguments): (String, [SQLValue]) = ("workspace_id = $1 AND account_id = $2", [.workspace(workspace), .integer(account)])
        let mark = AuditMark(.deletes, .deleted(table.noun), table.audited(condition, arguments), by: .actor(actor), at: now)
        return SQL("DELETE FROM api_keys WHERE \(condition)", arguments).audited(mark)
    }

    /// Fails with `failure` where the key is another account's.
    package static func mustBelong(_ workspace: WorkspaceID, id: Int64, to account: Int64, orThrow failure: any Error) -> SQL {
        SQL(
            "SELECT id FROM api_keys WHERE workspace_id = $1 AND id = $2 AND account_id = $3",
            [.workspace(workspace), .integer(id), .integer(account)]
        ).expectingOneRow(orThrow: failure)
    }
}

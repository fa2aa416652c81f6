package import Domain

/// The keys under which a workspace's secrets are encrypted, each encrypted under a master key itself (docs/secrets.md).
package enum DataKeys {
    /// A key as it is kept.
    package struct Kept: Sendable, Equatable {
        package var number: Int64
        package var wrapped: String
        package var createdAt: Timestamp
    }

    /// What a wrapped key is of: it opens for no other workspace and number.
    package static func purpose(_ workspace: WorkspaceID, _ number: Int64) -> String { "data_keys/\(workspace.value)/\(number)" }

    /// All of a workspace, the newest first: new secrets are encrypted under that.
    package static func all(_ workspace: WorkspaceID) -> SQL {
        SQL("SELECT number, wrapped, created_at FROM data_keys WHERE workspace_id = $1 ORDER BY number DESC", [.workspace(workspace)])
    }

    /// - Parameter row: of `all`.
    package static func kept(_ row: Row) -> Kept { Kept(number: row.integer(0), wrapped: row.text(1), createdAt: row.time(2)) }

    /// Where there is none of this number.
    package static func insert(_ workspace: WorkspaceID, number: Int64, wrapped: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO data_keys (workspace_id, number, wrapped, created_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (workspace_id, number) DO NOTHING RETURNING number
            """, [.workspace(workspace), .integer(number), .text(wrapped), .time(now)])
    }

    /// Puts another wrapping around a key, unless somebody else has.
    package static func rewrap(_ workspace: WorkspaceID, _ key: Kept, as wrapped: String) -> SQL {
        SQL(
            "UPDATE data_keys SET wrapped = $4 WHERE workspace_id = $1 AND number = $2 AND wrapped = $3",
            [.workspace(workspace), .integer(key.number), .text(key.wrapped), .text(wrapped)])
    }

    /// Drops keys under which nothing is encrypted any more. The newest stays, and so do those that were the newest a while ago:
    /// what a request has just encrypted under one may not be stored yet.
    package static func dropUnused(_ workspace: WorkspaceID, replacedBefore time: Timestamp) -> SQL {
        let uses = SealedColumn.all.map { column in
            """
            NOT EXISTS (SELECT 1 FROM \(column.table) t WHERE t.workspace_id = $1
                AND t.\(column.name) LIKE 'v2.' || CAST(data_keys.number AS TEXT) || '.%')
            """
        }
        return SQL(
            """
            DELETE FROM data_keys WHERE workspace_id = $1 AND EXISTS (
                SELECT 1 FROM data_keys n WHERE n.workspace_id = $1 AND n.number > data_keys.number AND n.created_at < $2)
            AND \(uses.joined(separator: " AND ")) RETURNING number
            """, [.workspace(workspace), .time(time)])
    }
}

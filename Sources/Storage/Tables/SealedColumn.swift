package import Domain

/// A column that holds secrets. A new one needs a line in `all`: rotation then takes care of it.
package struct SealedColumn: Sendable {
    let table: String
    let name: String
    /// Whether it holds secrets as they are where there is no master key.
    package let isOptional: Bool

    package static let modelKey = SealedColumn(table: "model_accounts", name: "sealed_key", isOptional: false)
    package static let webhookSecret = SealedColumn(table: "webhooks", name: "secret", isOptional: true)
    package static let secondFactor = SealedColumn(table: "accounts", name: "second_factor", isOptional: true)
    package static let all = [modelKey, webhookSecret, secondFactor]

    package var place: String { "\(table).\(name)" }

    /// What a secret is of: it opens for no other column and no other workspace.
    package func purpose(_ workspace: WorkspaceID) -> String { "\(place)/\(workspace.value)" }

    /// The ids and values of those that are not encrypted under data key `number`, or with nil under none, some at a time: `id, value`.
    package func others(_ workspace: WorkspaceID, than number: Int64?, after id: Int64, limit: Int64) -> SQL {
        SQL(
            """
            SELECT id, \(name) FROM \(table) WHERE workspace_id = $1 AND id > $2 AND \(name) IS NOT NULL AND \(name) NOT LIKE $3
            ORDER BY id LIMIT $4
            """, [.workspace(workspace), .integer(id), .text(number.map { "v2.\($0).%" } ?? "v2.%"), .integer(limit)])
    }

    /// Puts a newly encrypted value in place of one, unless that has changed meanwhile: one row.
    package func replace(_ workspace: WorkspaceID, id: Int64, _ value: String, by sealed: String) -> SQL {
        SQL(
            "UPDATE \(table) SET \(name) = $4 WHERE workspace_id = $1 AND id = $2 AND \(name) = $3 RETURNING id",
            [.workspace(workspace), .integer(id), .text(value), .text(sealed)])
    }
}

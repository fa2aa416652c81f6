package import Domain

/// The tenants. One exists from the first start.
package enum Workspaces {
    package static let columns = [
        Field.readOnly("id", .integer(Field.identifiers), "The workspace's id."),
        Field.optional("name", .text(1...200), "The workspace's name.", initial: .text("My business")),
        Field.optional("time_zone", .timeZone, "The IANA time zone in which the agents keep their hours.", initial: .text("UTC")),
        Field.readOnly("created_at", .time, "When the workspace was created."),
        Field.readOnly("updated_at", .time, "When the workspace last changed."),
        Field.readOnly("version", .integer(1...Int64.max), "Counts the changes; the ETag."),
    ]

    private static let columnList = columns.map(\.name).joined(separator: ", ")

    package static func get(_ workspace: WorkspaceID) -> SQL {
        SQL("SELECT \(columnList) FROM workspaces WHERE id = $1", [.workspace(workspace)])
    }

    package static let all = SQL("SELECT id, time_zone, created_at FROM workspaces ORDER BY id")

    /// The first workspace and its owner, and these agents in every workspace, unless they exist.
    package static func ensureFirst(timeZone: String, agents: [NewAgent] = [], now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (1, 'My business', $1, $2, $2, 1)
                ON CONFLICT (id) DO NOTHING
                """, [.text(timeZone), .time(now)])
        ] + Users.ensure(Person(workspace: .first, user: Users.owner), now: now) + agents.flatMap { Agents.ensure($0, now: now) }
    }

    package static func update(_ workspace: WorkspaceID, _ values: Table.Values, version: Int64?, now: Timestamp) -> SQL {
        let stored = values.sorted { $0.key < $1.key }
        let changes = stored.enumerated().map { "\($1.key) = $\($0 + 3)" } + ["updated_at = $2", "version = version + 1"]
        var arguments: [SQLValue] = [.workspace(workspace), .time(now)] + stored.map(\.value)
        var text = "UPDATE workspaces SET \(changes.joined(separator: ", ")) WHERE id = $1"
        if let version {
            arguments.append(.integer(version))
            text += " AND version = $\(arguments.count)"
        }
        return SQL(text + " RETURNING \(columnList)", arguments)
            .expectingOneRow(orThrow: StaleVersion(noun: "workspace", id: workspace.value))
    }
}

package import Domain

/// Every version of every agent, also of those that are gone, so that a run's words can be told from what was asked for.
package enum AgentVersions {
    private static let fields = Agents.table.fields.filter { !["agent_type", "built_in"].contains($0.name) }

    /// What a version keeps: the values that people can change, as JSON.
    package static func content(_ values: Table.Values) -> String {
        var json = JSONWriter()
        json.object { json in
            for field in fields { json.column(field, values[field.name] ?? (field.kind == .boolean ? .integer(0) : .null)) }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// Keeps the version that the same commit makes.
    package static func keep(_ agent: Agent, version: Int64, _ values: Table.Values, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO agent_versions (workspace_id, agent_id, agent_type, version, content, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .workspace(agent.workspace), .integer(agent.id), .text(agent.type.rawValue), .integer(version), .text(content(values)), .time(now),
            ])
    }

    /// Keeps the first version of an own agent that the same commit has made.
    package static func keepFirst(_ workspace: WorkspaceID, _ type: AgentType, _ values: Table.Values) -> SQL {
        SQL(
            """
            INSERT INTO agent_versions (workspace_id, agent_id, agent_type, version, content, created_at)
            SELECT a.workspace_id, a.id, a.agent_type, a.version, $3, a.created_at FROM agents a WHERE a.workspace_id = $1 AND a.agent_type = $2
            """, [.workspace(workspace), .text(type.rawValue), .text(content(values))])
    }

    /// The versions of an agent from before one, the newest first: `version, content, created_at`.
    package static func list(_ workspace: WorkspaceID, agent: Int64, before: Int64? = nil, limit: Int64) -> SQL {
        list("agent_id", .integer(agent), workspace, before, limit)
    }

    /// The same of an agent that may be gone: a key is never given twice.
    package static func list(_ workspace: WorkspaceID, _ name: AgentName, before: Int64?, limit: Int64) -> SQL {
        switch name {
        case .id(let id): list(workspace, agent: id, before: before, limit: limit)
        case .key(let type): list("agent_type", .text(type.rawValue), workspace, before, limit)
        }
    }

    private static func list(_ column: String, _ agent: SQLValue, _ workspace: WorkspaceID, _ before: Int64?, _ limit: Int64) -> SQL {
        SQL(
            """
            SELECT version, content, created_at FROM agent_versions WHERE workspace_id = $1 AND \(column) = $2 AND version < $3
            ORDER BY version DESC LIMIT $4
            """, [.workspace(workspace), agent, .integer(before ?? .max), .integer(limit)])
    }

    /// One row where a key is taken, also by an agent that is gone: its messages are still there.
    package static func taken(_ workspace: WorkspaceID, _ type: AgentType) -> SQL {
        SQL("SELECT 1 FROM agent_versions WHERE workspace_id = $1 AND agent_type = $2 LIMIT 1", [.workspace(workspace), .text(type.rawValue)])
    }
}

/// Which version of which agent wrote something.
package struct AgentVersion: Hashable, Sendable {
    package var agent: Int64
    package var version: Int64

    package init(agent: Int64, version: Int64) {
        self.agent = agent
        self.version = version
    }
}

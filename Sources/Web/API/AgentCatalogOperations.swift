import Domain
import HTTPTypes
import Journey
import Storage

/// The agents as a resource: the five built-in ones, which can be changed, and own ones, which can also be made and deleted.
enum AgentCatalogOperations {
    static let all: [Operation] = [list, create, get, change, delete, versions]

    static let list = Operation(
        method: .get, path: "/api/v1/agents", id: "listAgents", tag: "Agents", summary: "The agents, their schedules and when each is due next.",
        result: Schema.object(["items": Schema.list(Schema.reference("Agent"))])
    ) { request, services in
        let agents = try await services.store.read(Agents.all(request.workspace)).compactMap(Agent.init)
        let now = services.clock.now()
        return .json { json in
            json.object {
                $0.key("items")
                $0.array { for agent in agents { $0.agent(agent, now: now) } }
            }
        }
    }

    static let create = Operation(
        method: .post, path: "/api/v1/agents", id: "createAgent", tag: "Agents",
        summary: "Create an own agent: what it is to write is a Mustache template (docs/agents.md).",
        body: Schema.reference("AgentInput"), success: .created, result: Schema.reference("Agent"), problems: [.conflict]
    ) { request, services in
        let values = try request.agentValues(try request.values(of: AgentAnswer.inputs.filter { !$0.isReadOnly }))
        try await services.models.check(values, in: request.workspace)
        let agent = try await services.agents.create(in: request.workspace, values, effects: request.effects)
        return AgentAnswer.one(agent, services, .created).with(.location, "/api/v1/agents/\(agent.id)")
    }

    static let get = Operation(
        method: .get, path: "/api/v1/agents/{agent}", id: "getAgent", tag: "Agents", summary: "Read an agent.", parameters: [.agent],
        result: Schema.reference("Agent"), problems: [.notFound]
    ) { request, services in
        AgentAnswer.one(try await services.agents.find(request.agentName(), in: request.workspace), services)
    }

    static let change = Operation(
        method: .patch, path: "/api/v1/agents/{agent}", id: "changeAgent", tag: "Agents",
        summary: "Change an agent: what the body leaves out keeps its value (JSON merge patch, RFC 7396). A new schedule counts from now on.",
        parameters: [.agent, .ifMatch], body: Schema.reference("AgentChange"), result: Schema.reference("Agent"),
        problems: [.notFound, .preconditionFailed]
    ) { request, services in
        let name = try request.agentName()
        let values = try request.agentValues(try request.changes(of: Agents.table.fields))
        try await services.models.check(values, in: request.workspace)
        let agent =
            values.isEmpty && request.expectedVersion == nil
            ? try await services.agents.find(name, in: request.workspace)
            : try await services.agents.change(name, in: request.workspace, version: request.expectedVersion, to: values)
        return AgentAnswer.one(agent, services)
    }

    static let delete = Operation(
        method: .delete, path: "/api/v1/agents/{agent}", id: "deleteAgent", tag: "Agents",
        summary: "Delete an own agent: what waits to be written by it is cancelled, what it wrote stays.", parameters: [.agent, .ifMatch],
        success: .noContent, problems: [.notFound, .conflict, .preconditionFailed]
    ) { request, services in
        try await services.agents.delete(request.agentName(), in: request.workspace, version: request.expectedVersion)
        return .noContent
    }

    static let versions = Operation(
        method: .get, path: "/api/v1/agents/{agent}/versions", id: "listAgentVersions", tag: "Agents",
        summary: "What an agent was, the newest version first.",
        parameters: [
            .agent, .query("limit", "How many a page has.", ["type": "integer", "minimum": 1, "maximum": 200, "default": 200]),
            .query("before", "Only versions before this one.", Schema.identifier),
        ],
        result: Schema.object([
            "items": Schema.list(
                Schema.object([
                    "version": Schema.integer, "created_at": ["type": "string", "format": "date-time"], "values": ["type": "object"],
                ]))
        ]),
        problems: [.notFound]
    ) { request, services in
        let name = try request.agentName()
        let limit = try request.integer(query: "limit", in: 1...200, default: 200)
        let before = try request.query("before").map { try beforeField.value(ofText: $0) }
        let rows = try await services.store.read(AgentVersions.list(request.workspace, name, before: before?.number, limit: limit))
        // Versions stay when an agent is deleted.
        if rows.isEmpty, try await services.store.read(AgentVersions.list(request.workspace, name, before: nil, limit: 1)).isEmpty {
            _ = try await services.agents.find(name, in: request.workspace)
        }
        return .json { json in
            json.object {
                $0.key("items")
                $0.array { json in
                    for row in rows {
                        json.object {
                            $0.field("version", row.integer(0))
                            $0.field("created_at", row.time(2).rfc3339)
                            $0.key("values")
                            $0.raw(row.text(1))
                        }
                    }
                }
            }
        }
    }

    private static let beforeField = Field.required("before", .integer(Field.identifiers), "")
}

extension WebRequest {
    /// The prompts and the filter as they were written, white space at their ends included: what is wrong with one is told by
    /// its place.
    fileprivate func agentValues(_ values: Table.Values) throws -> Table.Values {
        let members = try json()
        var values = values
        for name in ["prompt", "contact_prompt", "filter"] {
            if case .string(let text)? = members[name] { values[name] = .text(text) }
        }
        return values
    }
}

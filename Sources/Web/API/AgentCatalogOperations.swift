import Domain
import HTTPTypes
import Hummingbird
import Journey

/// What the agents are, and running one for everyone.
enum AgentCatalogOperations {
    static let all: [Operation] = [list, runForAll]

    private static let typeSchema = Schema.words(AgentType.allCases.map(\.rawValue))

    static let list = Operation(
        method: .get, path: "/api/v1/agents", id: "listAgents", tag: "Agents", summary: "The agents, their schedules and when each is due next.",
        result: Schema.object([
            "items": Schema.list(
                Schema.object([
                    "agent_type": typeSchema, "title": Schema.text, "purpose": Schema.text, "schedule": Schema.text,
                    "next_run_at": ["type": ["string", "null"], "format": "date-time"], "audience": Schema.text,
                ]))
        ])
    ) { request, services in
        let zone = try await services.settings.zone(of: request.workspace)
        let now = services.clock.now()
        return .json { json in
            json.object {
                $0.key("items")
                $0.array { json in
                    for agent in AgentCatalog.all {
                        json.object {
                            $0.field("agent_type", agent.type.rawValue)
                            $0.field("title", agent.title)
                            $0.field("purpose", agent.purpose)
                            $0.field("schedule", agent.schedule.summary)
                            $0.field("next_run_at", agent.schedule.next(after: now, in: zone)?.rfc3339)
                            $0.field("audience", agent.audience)
                        }
                    }
                }
            }
        }
    }

    static let runForAll = Operation(
        method: .post, path: "/api/v1/agents/{agent_type}/runs", id: "runAgentForAll", tag: "Agents",
        summary: "Run an agent for everyone eligible, in the background.",
        parameters: [.init(name: "agent_type", place: .path, summary: "The agent.", schema: typeSchema)], success: .accepted,
        result: Schema.object([
            "occurrence_id": Schema.identifier, "agent_type": typeSchema, "due_at": ["type": "string", "format": "date-time"], "runs": Schema.integer,
        ]),
        problems: [.conflict]
    ) { request, services in
        guard let agent = request.parameters.get("agent_type").flatMap(AgentType.init) else {
            throw ValidationError(field: "agent_type", "agent_type must be one of \(AgentType.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let accepted = try await services.batches.request(agent, in: request.workspace, effects: request.effects)
        return .json(.accepted) { json in
            json.object {
                $0.field("occurrence_id", accepted.occurrence)
                $0.field("agent_type", agent.rawValue)
                $0.field("due_at", accepted.due.rfc3339)
                $0.field("runs", accepted.runs)
            }
        }
    }
}

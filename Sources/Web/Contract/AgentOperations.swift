import Domain
import HTTPTypes
import Journey
import Storage

/// `/agents/…`, of the calls at the root.
enum AgentOperations {
    static let all: [Operation] = [run, list]

    private static let agentField = Field.required("agent_type", .text(1...40), "The agent's key: one of the five, or of an own agent.")
    private static let userField = Field.required("user_id", .integer(Field.identifiers), "Whom it writes to.")

    static let run = Operation(
        method: .post, path: "/agents/run", id: "runAgent", tag: "Agents", summary: "Run an agent for a person now.",
        body: Schema.input([userField, agentField], isChange: false, ignoresOthers: true),
        result: Schema.object([
            "status": Schema.words(["ok"]), "agent_type": Schema.text, "user_id": Schema.identifier,
            "message": Schema.text,
        ]),
        problems: [.notFound, .conflict, .badGateway], asksModel: true
    ) { request, services in
        let values = try request.values(of: [userField, agentField], ignoresOthers: true)
        try request.mustReach(user: values.integer("user_id"))
        let person = Person(workspace: request.workspace, user: values.integer("user_id"))
        let (agent, result) = try await services.run(values.text("agent_type"), for: person, effects: request.effects)
        return .json { json in
            json.object {
                $0.field("status", "ok")
                $0.field("agent_type", agent.rawValue)
                $0.field("user_id", person.user)
                $0.field("message", result.message.text)
            }
        }
    }

    private static let listed: Answer = .json { json in
        json.object {
            $0.key("agents")
            $0.array { for type in AgentType.builtIn { $0.value(type.rawValue) } }
        }
    }

    static let list = Operation(
        method: .get, path: "/agents/list", id: "listAgentTypes", tag: "Agents", summary: "The agents.",
        result: Schema.object(["agents": Schema.list(Schema.words(AgentType.builtIn.map(\.rawValue)))])
    ) { _, _ in listed }
}

import Domain
import HTTPTypes
import Journey
import Storage

/// What agents can be told to do: rest, go on, leave a time out, be as they came, write to everyone now.
enum AgentActionOperations {
    static let all: [Operation] = [pause, resume, skipNext, restore, runForAll, preview]

    private typealias Action = @Sendable (AgentEditor, AgentName, WebRequest) async throws -> Agent

    static let pause = action("pause", id: "pauseAgent", "Let an agent's schedule rest; what is planned already goes on.") {
        try await $0.pause($1, in: $2.workspace, version: $2.expectedVersion, effects: $2.effects)
    }

    static let resume = action("resume", id: "resumeAgent", "Let an agent's schedule go on from now; nothing is skipped any more.") {
        try await $0.resume($1, in: $2.workspace, version: $2.expectedVersion, effects: $2.effects)
    }

    static let skipNext = action("skip-next", id: "skipNextOfAgent", "Leave out the next time at which an agent would run.") {
        try await $0.skipNext($1, in: $2.workspace, version: $2.expectedVersion, effects: $2.effects)
    }

    static let restore = action("restore", id: "restoreAgent", "Give a built-in agent back the values it came with.") {
        try await $0.restore($1, in: $2.workspace, version: $2.expectedVersion, effects: $2.effects)
    }

    private static func action(_ verb: String, id: String, _ summary: String, _ act: @escaping Action) -> Operation {
        Operation(
            method: .post, path: "/api/v1/agents/{agent}/\(verb)", id: id, tag: "Agents", summary: summary, parameters: [.agent, .ifMatch],
            result: Schema.reference("Agent"), problems: [.notFound, .conflict, .preconditionFailed]
        ) { request, services in
            AgentAnswer.one(try await act(services.agents, request.agentName(), request), services)
        }
    }

    static let runForAll = Operation(
        method: .post, path: "/api/v1/agents/{agent}/runs", id: "runAgentForAll", tag: "Agents",
        summary: "Run an agent for everyone eligible, in the background, also while it is paused.", parameters: [.agent],
        body: Schema.input([Batches.rate], isChange: false), isBodyRequired: false, success: .accepted,
        result: Schema.object([
            "occurrence_id": Schema.identifier, "agent_type": Schema.text, "due_at": ["type": "string", "format": "date-time"],
            "runs": [
                "type": "integer",
                "description":
                    "How many there are to be by the plan of this moment. The batch tells how many there are: whom another agent writes to meanwhile gets none.",
            ],
        ]),
        problems: [.notFound, .conflict]
    ) { request, services in
        let agent = try await services.agents.find(request.agentName(), in: request.workspace)
        let accepted = try await services.batches.request(
            agent.type, in: request.workspace, rate: request.rate(), effects: request.effects)
        return .json(.accepted) { json in
            json.object {
                $0.field("occurrence_id", accepted.occurrence)
                $0.field("agent_type", agent.type.rawValue)
                $0.field("due_at", accepted.due.rfc3339)
                $0.field("runs", accepted.runs)
            }
        }
    }

    private static let previewInputs = [
        Field.required("prompt", .text(1...8000), "The template to try."),
        Field.optional("user_id", .integer(Field.identifiers), "For which person; 1 unless told.", initial: .integer(Users.owner)),
        Field.optional("contact_id", .integer(Field.identifiers), "For which contact instead: the template is one to contacts then."),
    ]

    static let preview = Operation(
        method: .post, path: "/api/v1/agents/preview", id: "previewAgent", tag: "Agents",
        summary: "What a template gives for a person, or for a contact, now; nothing is kept or sent.",
        body: Schema.input(previewInputs, isChange: false),
        result: Schema.object([
            "user_id": Schema.identifier, "contact_id": ["type": ["integer", "null"]], "text": Schema.text,
        ]), problems: [.notFound]
    ) { request, services in
        let values = try request.values(of: previewInputs)
        // As it was written: what is wrong with it is told by its place.
        guard case .string(let prompt)? = try request.json()["prompt"] else { throw Problem.fault }
        let contact = values.optionalInteger("contact_id")
        let preview =
            if let contact {
                try await services.pipeline.preview(prompt, forContact: contact, in: request.workspace)
            } else {
                try await preview(prompt, for: values["user_id"] == nil ? Users.owner : values.integer("user_id"), request, services)
            }
        return .json { json in
            json.object {
                $0.field("user_id", preview.person.user)
                $0.field("contact_id", contact)
                $0.field("text", preview.text)
            }
        }
    }

    private static func preview(
        _ prompt: String, for user: Int64, _ request: WebRequest, _ services: WebServices
    ) async throws -> (person: Person, text: String) {
        let person = Person(workspace: request.workspace, user: user)
        return (person, try await services.pipeline.preview(prompt, for: person))
    }
}

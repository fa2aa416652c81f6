import Domain
import HTTPTypes
import Journey
import Storage

/// What can be done with runs besides reading them: start one, try a failed one again, cancel one that has not ended.
enum AgentRunOperations {
    static let all: [Operation] = [create, change]

    private static let inputs = AgentRuns.table.fields.filter { ["user_id", "agent_type"].contains($0.name) }
    private static let stateField = Field.required("state", .choice(["queued", "cancelled"]), "queued tries again, cancelled gives up.")
    private static let table = AgentRuns.table

    static let create = Operation(
        method: .post, path: "/api/v1/agent-runs", id: "createAgentRun", tag: "AgentRun", summary: "Run an agent for a person now.",
        body: Schema.input(inputs, isChange: false), success: .created, result: Schema.reference("AgentRun"),
        problems: [.notFound, .conflict, .badGateway], asksModel: true
    ) { request, services in
        let values = try request.values(of: inputs)
        try request.mustReach(user: values.integer("user_id"))
        let person = Person(workspace: request.workspace, user: values.integer("user_id"))
        let result = try await services.run(values.text("agent_type"), for: person, effects: request.effects).result
        let answer = try await run(result.run, request, services)
        return answer.with(.location, "/api/v1/agent-runs/\(result.run)").created
    }

    static let change = Operation(
        method: .patch, path: "/api/v1/agent-runs/{id}", id: "changeAgentRun", tag: "AgentRun",
        summary: "Try a failed run again, or cancel one that waits or is being written: then nothing of it is kept. 409 names its state.",
        parameters: [.id("id", "The run's id."), .ifMatch], body: Schema.input([stateField], isChange: false), result: Schema.reference("AgentRun"),
        problems: [.notFound, .conflict, .preconditionFailed]
    ) { request, services in
        let id = try request.id("id")
        let state = try request.values(of: [stateField]).text("state")
        let now = services.clock.now()
        let known = table.get(request.workspace, id: id).expectingOneRow(orThrow: table.notFound(id: id))
        let hasAgent = AgentRuns.hasAgent(request.workspace, id: id, orThrow: Problem(.conflict, AgentRuns.isAgentless))
        do {
            _ = try await services.store.commit(
                [Batches.lock(ofRun: id, request.workspace), known] + version(request, id) + (state == "queued" ? [hasAgent] : [])
                    + [AgentRuns.setState(request.workspace, id: id, to: state, now: now).expectingOneRow(orThrow: RunStays())]
                    + (state == "queued" ? [SequencePositions.goOn(request.workspace, run: id, now: now)] : []))
        } catch is RunStays {
            throw try await RunRefusal(of: id, to: state, in: request.workspace, services.store).problem
        }
        services.signals.send(.runs)
        return try await run(id, request, services)
    }

    private static func version(_ request: WebRequest, _ id: Int64) -> [SQL] {
        request.expectedVersion.map { [table.expected(request.workspace, id: id, version: $0)] } ?? []
    }

    private static func run(_ id: Int64, _ request: WebRequest, _ services: WebServices) async throws -> Answer {
        guard let row = try await services.store.read(table.get(request.workspace, id: id)).first else { throw table.notFound(id: id) }
        return Answer.json { $0.row(row, table.columns) }.with(.eTag, "\"\(row.integer(table.versionIndex))\"")
    }
}

/// The run is in no state from which it could be changed so.
private struct RunStays: Error {}

extension Answer {
    var created: Answer {
        var copy = self
        copy.status = .created
        return copy
    }
}

extension WebServices {
    /// Runs the agent of this key for a person now.
    ///
    /// - Throws: `ValidationError` where there is none; what `Pipeline.run` throws.
    func run(_ key: String, for person: Person, effects: [SQL]) async throws -> (agent: AgentType, result: Pipeline.Result) {
        let unknown = ValidationError(field: "agent_type", "agent_type names no agent of this workspace: GET /api/v1/agents lists them.")
        guard let agent = AgentType(rawValue: key) else { throw unknown }
        do { return (agent, try await pipeline.run(agent, for: person, effects: effects)) } catch is AgentNotFound { throw unknown }
    }
}

import Domain
import HTTPTypes
import Journey
import Storage

/// How an agent's sequence stands, and ending it for a contact. The positions themselves are a resource: `ResourceCatalog`.
enum SequenceOperations {
    static let all: [Operation] = [summary, stop]
    private static let table = SequencePositions.table

    static let summary = Operation(
        method: .get, path: "/api/v1/agents/{agent}/sequence", id: "getAgentSequence", tag: "Agents",
        summary: "How many contacts are at each step of an agent's sequence.", parameters: [.agent],
        result: Schema.object([
            "agent_id": Schema.identifier,
            "steps": Schema.list(
                Schema.object(["step": Schema.integer, "active": Schema.integer, "done": Schema.integer, "stopped": Schema.integer])),
        ]), problems: [.notFound]
    ) { request, services in
        let agent = try await services.agents.find(request.agentName(), in: request.workspace)
        let counts = SequenceCounts(agent, try await services.store.read(SequencePositions.counts(request.workspace, agent: agent.id)))
        return .json { json in
            json.object {
                $0.field("agent_id", agent.id)
                $0.key("steps")
                $0.array { json in
                    for step in counts.steps {
                        json.object { json in
                            json.field("step", step.number)
                            for state in SequencePositions.states {
                                json.key(state)
                                json.value(step.counts[state] ?? 0)
                            }
                        }
                    }
                }
            }
        }
    }

    static let stop = Operation(
        method: .post, path: "/api/v1/sequence-positions/{id}/stop", id: "stopSequencePosition", tag: "SequencePosition",
        summary: "End a sequence for a contact: no further step is taken.", parameters: [.id("id", "The position's id.")],
        result: Schema.reference("SequencePosition"), problems: [.notFound, .conflict]
    ) { request, services in
        let id = try request.id("id")
        let known = table.get(request.workspace, id: id).expectingOneRow(orThrow: table.notFound(id: id))
        let stop = SequencePositions.stop(request.workspace, id: id, now: services.clock.now())
        let ended = stop[0].expectingOneRow(orThrow: Problem(.conflict, "The sequence has ended already."))
        let answers = try await services.store.commit([known, ended] + stop.dropFirst() + [table.get(request.workspace, id: id)] + request.effects)
        let row = answers[1 + stop.count][0]
        return Answer.json { $0.row(row, table.columns) }.with(.eTag, "\"\(row.integer(table.versionIndex))\"")
    }
}

import Domain
import HTTPTypes
import Journey
import Storage

/// Telling an agent that something has happened.
enum EventOperations {
    static let all: [Operation] = [tell]

    private static let inputs = [
        Field.required("key", .text(1...200), "Names what happened: the same key again changes nothing."),
        Field.optional("contact_id", .integer(Field.identifiers), "The contact to whom it happened; or else user_id."),
        Field.optional("user_id", .integer(Field.identifiers), "The user to whom it happened."),
    ]

    static let tell = Operation(
        method: .post, path: "/api/v1/agents/{agent}/events", id: "tellAgent", tag: "Agents",
        summary: "Tell an agent whose trigger is api that something has happened to a contact or a user: it runs for that one, once for each key.",
        parameters: [.agent], body: Schema.input(inputs, isChange: false), success: .accepted,
        result: Schema.object(["event_id": Schema.identifier, "is_new": ["type": "boolean"]]), problems: [.notFound, .conflict]
    ) { request, services in
        let agent = try await services.agents.find(request.agentName(), in: request.workspace)
        let values = try request.values(of: inputs)
        let (contact, user) = (values.optionalInteger("contact_id"), values.optionalInteger("user_id"))
        guard (contact == nil) != (user == nil) else {
            throw ValidationError(field: "contact_id", "contact_id or user_id must be given, and only one of them.")
        }
        guard agent.trigger == .api else { throw Problem(.conflict, "The agent does not wait for calls: set its trigger to api.") }
        guard !agent.timing.isPaused else { throw Problem(.conflict, "The agent is paused: resume it first.") }
        guard agent.timing.rules.allows(services.clock.now().localDate(in: agent.timing.zone)) else {
            throw Problem(.conflict, "The agent does not run today: it is a holiday of its own, or before its start_date, or after its end_date.")
        }
        let told = Told(agent: agent, key: values.text("key"), contact: contact, user: user)
        let (event, isNew) = try await told.commit(request, services)
        return .json(.accepted) { json in
            json.object {
                $0.field("event_id", event)
                $0.field("is_new", isNew)
            }
        }
    }

    /// What a call says has happened.
    private struct Told {
        var agent: Agent
        var key: String
        var contact: Int64?
        var user: Int64?

        func commit(_ request: WebRequest, _ services: WebServices) async throws -> (event: Int64, isNew: Bool) {
            let name = contact == nil ? "user_id" : "contact_id"
            let subject = Events.subject(request.workspace, contact: contact, user: user)
                .expectingOneRow(orThrow: ValidationError(field: name, "\(name) names no row that exists."))
            let tell = Events.tell(agent, key: key, contact: contact, user: user, now: services.clock.now())
            let told = Events.told(agent, key: key, contact: contact, user: user)
            let answers: [[Row]]
            do { answers = try await services.store.commit([subject, tell, told] + request.effects) } catch is Events.KeyOfAnother {
                throw Problem(.conflict, "The key names an event of another contact or user: give each event a key of its own.")
            }
            services.signals.send(.schedules)
            return (answers[2].first?.integer(0) ?? 0, !answers[1].isEmpty)
        }
    }
}

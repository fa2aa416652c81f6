import Domain
import HTTPTypes
import Hummingbird
import Journey
import Storage

/// How an agent is told: its values, and what follows from them.
enum AgentAnswer {
    /// What a new agent is made of. An own agent has no words to fall back on, so it needs a prompt for whomever it writes to.
    static let inputs = Agents.table.fields

    static let schema: JSONValue = [
        "allOf": [
            Schema.row(Agents.table.columns),
            Schema.object([
                "schedule": Schema.text, "next_run_at": ["type": ["string", "null"], "format": "date-time"], "audience": Schema.text,
            ]),
        ]
    ]

    static func one(_ agent: Agent, _ services: WebServices, _ status: HTTPResponse.Status = .ok) -> Answer {
        let now = services.clock.now()
        return Answer.json(status) { $0.agent(agent, now: now) }.with(.eTag, "\"\(agent.version)\"")
    }
}

extension JSONWriter {
    mutating func agent(_ agent: Agent, now: Timestamp) {
        row(agent.row, Agents.table.columns) { json in
            json.field("schedule", agent.timing.summary(at: now))
            json.field("next_run_at", agent.timing.next(after: now)?.rfc3339)
            json.field("audience", agent.audience)
        }
    }
}

extension Agent {
    /// Whom it writes to, in words.
    fileprivate var audience: String {
        let users = AgentCatalog[type]?.audience ?? "Everyone with a business profile"
        let contacts = "contacts with \(contactFilter)"
        return switch recipients {
        case .user: users
        case .contact: contacts.prefix(1).uppercased() + contacts.dropFirst()
        case .both: "\(users), and \(contacts)"
        }
    }
}

extension WebRequest {
    /// The agent that the address names, by its key or its id.
    func agentName() throws -> AgentName {
        guard let name = parameters["agent"].flatMap(AgentName.init) else {
            throw ValidationError(field: "agent", "agent must be a key such as REMINDER, or an id.")
        }
        return name
    }
}

extension Operation.Parameter {
    static let agent = Self(
        name: "agent", place: .path, summary: "The agent: its key, such as REMINDER, or its id.",
        schema: ["type": "string", "pattern": "^([A-Z][A-Z0-9_]{0,39}|[1-9][0-9]{0,14})$"])
}

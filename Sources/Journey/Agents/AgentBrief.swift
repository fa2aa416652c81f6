import Domain
import Storage

/// What an agent is to write at this moment, and which of its versions says so.
struct AgentBrief: Equatable, Sendable {
    let type: AgentType
    /// Nil where the workspace has no row for a built-in agent.
    let version: AgentVersion?
    /// Nil for a built-in agent's own words.
    let prompt: String?

    /// - Parameter rows: of `Agents.one`.
    /// - Throws: `AgentNotFound` for an own agent that is not there.
    init(_ type: AgentType, _ rows: [Row]) throws(AgentNotFound) {
        let agent = rows.first.flatMap(Agent.init)
        guard agent != nil || type.isBuiltIn else { throw AgentNotFound(.key(type)) }
        self.type = type
        version = agent?.asVersion
        prompt = agent?.prompt
    }
}

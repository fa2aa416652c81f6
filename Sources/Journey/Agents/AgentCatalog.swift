package import Domain

/// The built-in agents.
package enum AgentCatalog {
    /// In the order the HTTP contract lists them.
    package static let all = AgentType.allCases.map { AgentCatalog[$0] }

    /// The line to add for a new agent.
    package static subscript(type: AgentType) -> AgentDefinition {
        switch type {
        case .reminder: .reminder
        case .followUp: .followUp
        case .closure: .closure
        case .nurture: .nurture
        case .upsell: .upsell
        }
    }
}

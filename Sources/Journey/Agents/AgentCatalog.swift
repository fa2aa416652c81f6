package import Domain
package import Storage

/// The built-in agents.
package enum AgentCatalog {
    /// In the order the HTTP contract lists them.
    package static let all: [AgentDefinition] = [.reminder, .followUp, .closure, .nurture, .upsell]

    /// Nil for an own agent of a workspace.
    package static subscript(type: AgentType) -> AgentDefinition? { byType[type] }

    /// As every workspace gets them.
    package static let rows = all.map { NewAgent(type: $0.type, title: $0.title, purpose: $0.purpose, schedule: $0.schedule) }

    private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })
}

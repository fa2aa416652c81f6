/// The five built-in agents; the raw value is the name in the database and in the HTTP contract.
package enum AgentType: String, CaseIterable, Sendable {
    case reminder = "REMINDER"
    case followUp = "FOLLOW_UP"
    case closure = "CLOSURE"
    case nurture = "NURTURE"
    case upsell = "UPSELL"
}

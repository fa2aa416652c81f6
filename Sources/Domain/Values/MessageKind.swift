/// Who said a message in a person's history: the `agent_type` of a communication.
package enum MessageKind: Hashable, Sendable {
    /// Typed by the person in the chat.
    case userMessage
    /// The answer to such a message.
    case agentResponse
    /// Written by an agent, on its schedule or on request.
    case agent(AgentType)
    /// Noted by the person: a call made, a mail sent elsewhere.
    case note
    /// Told by the product itself, such as that a budget is used up.
    case notice

    package var name: String {
        switch self {
        case .userMessage: "USER_MESSAGE"
        case .agentResponse: "AGENT_RESPONSE"
        case .agent(let type): type.rawValue
        case .note: "NOTE"
        case .notice: "NOTICE"
        }
    }

    package init?(name: String) {
        switch name {
        case "USER_MESSAGE": self = .userMessage
        case "AGENT_RESPONSE": self = .agentResponse
        case "NOTE": self = .note
        case "NOTICE": self = .notice
        default:
            guard let type = AgentType(rawValue: name) else { return nil }
            self = .agent(type)
        }
    }
}

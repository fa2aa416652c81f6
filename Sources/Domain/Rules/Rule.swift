/// What can keep somebody from getting an agent's message, in the order in which it is asked: whoever several rules keep out
/// counts for the first.
package enum Rule: String, CaseIterable, Sendable {
    /// Of people of the workspace: what the agent writes about is not there.
    case notEligible = "not_eligible"
    case noAddress = "no_address"
    case noConsent = "no_consent"
    case suppressed
    case filter
    case inSequence = "in_sequence"
    case inConversation = "in_conversation"
    case held
    case pending
    case contactDailyCap = "contact_daily_cap"
    case contactWeeklyCap = "contact_weekly_cap"
    /// The agent has no day left on which the message could go out.
    case ended
    case agentDailyCap = "agent_daily_cap"
    case workspaceDailyCap = "workspace_daily_cap"

    /// Whether it keeps a contact out for as long as nobody changes the contact: what else stands in the way passes.
    package var isLasting: Bool {
        switch self {
        case .noAddress, .noConsent, .suppressed: true
        case .notEligible, .filter, .inSequence, .inConversation, .held, .pending, .contactDailyCap, .contactWeeklyCap, .ended,
            .agentDailyCap, .workspaceDailyCap:
            false
        }
    }

    /// What it says about a contact, as a sentence.
    package var sentence: String {
        switch self {
        case .notEligible: "There is nothing for the agent to write about."
        case .noAddress: "The contact has no e-mail address."
        case .noConsent: "The contact has not consented to messages, or has withdrawn its consent."
        case .suppressed: "The address is suppressed: it opted out, bounced or complained, or somebody entered it."
        case .filter: "The agent's filter does not choose the contact."
        case .inSequence: "The contact is in the agent's sequence, or has been: each of its messages goes to a contact once."
        case .inConversation: "A person is in conversation with the contact."
        case .held: "Another agent is busy with the contact."
        case .pending: "A message of this agent to the contact is on its way: it waits to be written, or to be approved."
        case .contactDailyCap: "The contact has had as many messages today as a contact may get in a day."
        case .contactWeeklyCap: "The contact has had as many messages in seven days as a contact may get in a week."
        case .ended: "The agent's last day passes before the contact may be written to."
        case .agentDailyCap: "The agent's daily cap leaves no room for it on that day."
        case .workspaceDailyCap: "The workspace's daily cap leaves no room for it on that day."
        }
    }
}

/// Where a contact's time zone comes from.
package enum ZoneSource: String, CaseIterable, Sendable {
    case contact, company, workspace
}

import Domain
import Storage

/// Those to whom an agent writes no more by a change: what waits to be written to them is cancelled.
struct LeftRecipients {
    private let agent: Agent
    private let contacts: Bool
    private let users: Bool

    /// - Parameter values: of the agent after the change.
    init(_ agent: Agent, _ values: Table.Values) {
        func recipients(_ values: Table.Values) -> Recipients { Recipients(rawValue: values.text("recipients")) ?? .user }
        let (before, after) = (recipients(agent.values), recipients(values))
        self.agent = agent
        contacts = before.includesContacts && !after.includesContacts
        users = before.includesUsers && !after.includesUsers
    }

    /// To stand before all else of the commit: whoever is making runs of the agent has done so then, or sees the change.
    var locks: [SQL] { contacts || users ? IdleRuns.locks(agent) : [] }

    /// To stand after the change.
    func endings(now: Timestamp) -> [SQL] {
        (contacts ? IdleRuns.cancelForContacts(agent, because: "The agent does not write to contacts any more.", now: now) : [])
            + (users ? [IdleRuns.cancelForUsers(agent, because: "The agent does not write to the people of the workspace any more.", now: now)] : [])
    }
}

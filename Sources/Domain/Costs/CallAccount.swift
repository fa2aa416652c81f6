/// For whom and for what a model is called: what its row names, and whose budget pays.
package struct CallAccount: Hashable, Sendable {
    package enum Purpose: String, Sendable, CaseIterable {
        /// A message of an agent.
        case run
        /// An answer in the chat.
        case chat
    }

    package var purpose: Purpose
    /// The user to whom is written, or who looks after the contact.
    package var person: Person
    package var agent: AgentType?
    /// Which version of the agent asked: the version of its prompt. Nil where the workspace has no row for it.
    package var agentVersion: Int64?
    /// Nil while the run has no row yet; `mark` finds its calls then.
    package var run: Int64?
    /// Tells the calls of a run on request, which has a row only once its message is there.
    package var mark: String?
    package var conversation: Int64?

    package init(
        _ purpose: Purpose, for person: Person, agent: AgentType? = nil, agentVersion: Int64? = nil, run: Int64? = nil, mark: String? = nil,
        conversation: Int64? = nil
    ) {
        self.purpose = purpose
        self.person = person
        self.agent = agent
        self.agentVersion = agentVersion
        self.run = run
        self.mark = mark
        self.conversation = conversation
    }
}

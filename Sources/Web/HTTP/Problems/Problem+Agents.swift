import Domain
import HTTPTypes
import Journey
import Storage

extension Problem {
    /// What agents and their batches refuse.
    static func ofAgents(_ error: any Error) -> Problem? {
        switch error {
        case let error as AgentNotFound: Problem(.notFound, "There is no agent \(error.name): GET /api/v1/agents lists them.")
        case is NothingToSkip: Problem(.conflict, "Nothing is due that could be skipped: the agent is paused, or its schedule has ended.")
        case is BuiltInAgentsOnly: Problem(.conflict, "Only a built-in agent can be restored: an own agent's versions tell what it was.")
        case is OwnAgentsOnly: Problem(.conflict, "A built-in agent stays: pause it instead.")
        case let error as BatchHasEnded:
            Problem(.conflict, "Occurrence \(error.id) has ended or is being cancelled: only one that is planned or running can be changed.")
        case let error as NothingGivenUp: Problem(.conflict, "Occurrence \(error.id) has no run that was given up and can be tried again.")
        case is TooManyAgents: Problem(.conflict, "The workspace has \(Agents.most) agents, as many as it may have: delete one first.")
        default: nil
        }
    }
}

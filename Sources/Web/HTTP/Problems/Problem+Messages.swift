import Domain
import HTTPTypes
import Journey
import Storage

extension Problem {
    /// What refuses a decision on a message, or an answer in the chat.
    static func ofMessages(_ error: any Error) -> Problem? {
        switch error {
        case is AlreadyDecided: Problem(.conflict, "The message is no draft, or not any more: read it to see what became of it.")
        case let closed as ProposalClosed:
            Problem(.conflict, "Proposal \(closed.id) can't be decided on any more (\(closed.state)): read it to see what became of it.")
        case let failed as ProposalFailed: Problem(.conflict, "Proposal \(failed.id) could not be carried out: \(failed.reason)")
        case is UndoneTooLate: Problem(.conflict, "The message is on its way already, or was never approved: nothing can be undone.")
        case let error as OtherDrafts: Problem(.conflict, error.sentence)
        case let error as DraftExpired: Problem(.conflict, "\(error.reason) Reject it; the agent writes anew.")
        case is ContactGone: Problem(.conflict, "The contact has been deleted: reject the draft.")
        case let rule as BrokenRule: Problem(.conflict, "\(rule.sentence) It stays a draft (rule \(rule.key)).")
        case let error as UncarriedWords: Problem(.conflict, error.sentence)
        case is AlreadyAnswered: Problem(.conflict, "The same message was sent twice at once and has its answer: read the history.")
        default: nil
        }
    }
}

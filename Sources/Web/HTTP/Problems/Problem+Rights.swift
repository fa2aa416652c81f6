import Domain
import HTTPTypes
import Journey
import Storage

extension Problem {
    /// What somebody may not do.
    static func ofRights(_ error: any Error) -> Problem? {
        switch error {
        case let error as ForeignRequest: Problem(.forbidden, error.sentence)
        case let error as NotAllowed: Problem(.forbidden, error.sentence)
        case let error as ToolNotAllowed:
            Problem(.forbidden, "This change needs the permission \(error.permission.rawValue), which you have not got.")
        case is OthersContact:
            Problem(.forbidden, "Only who looks after a contact, or an admin, deletes it or decides who sees it; an admin alone hands it on.")
        case let error as NotAbove:
            Problem(.forbidden, "Only an account with the role \(error.role.rawValue) can give or change that role.")
        case is LastOwner: Problem(.conflict, "The workspace must keep an active owner: make another account an owner first.")
        case let error as RateRefused: error.verdict.problem
        default: nil
        }
    }
}

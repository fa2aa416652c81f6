import Domain
import HTTPTypes
import Hummingbird
import Journey
import Storage

extension Problem {
    /// The one place where errors become HTTP, with the files beside it. Nil for a fault of ours, which is logged and told without detail.
    init?(_ error: any Error) {
        let known = error as? Problem ?? .ofRows(error) ?? .ofAgents(error) ?? .ofMessages(error) ?? .ofSigningIn(error) ?? .ofRights(error)
        guard let problem = known ?? .ofDependencies(error) ?? .ofServer(error) else { return nil }
        self = problem
    }

    private static func ofRows(_ error: any Error) -> Problem? {
        switch error {
        case let error as ValidationError:
            Problem(.unprocessableContent, error.issues.map(\.message).joined(separator: " "), issues: error.issues)
        case let error as RowNotFound: Problem(.notFound, "There is no \(error.noun) \(error.id).")
        case let error as StaleVersion:
            Problem(.preconditionFailed, "The \(error.noun) has changed since you read it, or is gone: read it again and repeat your change.")
        case let error as WrongConfirmation: Problem(.conflict, error.sentence)
        case is ImportUnderWay:
            Problem(.serviceUnavailable, "Another file is being imported just now: try again in a moment.", headers: [.retryAfter: "5"])
        default: nil
        }
    }

    private static func ofServer(_ error: any Error) -> Problem? {
        guard let error = error as? HTTPError else { return nil }
        let nothing = "There is nothing at this address; /openapi.json lists what there is."
        let sentence = error.status == .notFound ? nothing : "\(error.status.reasonPhrase)."
        return Problem(error.status, error.body ?? sentence, headers: error.headers)
    }
}

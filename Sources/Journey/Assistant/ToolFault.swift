import Domain
import Storage

/// Why a tool did nothing, for a model or a person: an error that is no state of the database which passes.
struct ToolFault: Equatable {
    let sentence: String

    /// Nil for what is not the tool's to tell.
    init?(_ error: any Error) {
        switch error {
        case let error as ValidationError: sentence = error.issues.map(\.message).joined(separator: " ")
        case let error as RowNotFound: sentence = "There is no \(error.noun) \(error.id) of yours."
        case let error as StaleVersion: sentence = "The \(error.noun) has changed since, or is gone: ask again."
        case let error as ToolNotAllowed: sentence = "\(error.tool) needs the permission \(error.permission.rawValue), which you have not got here."
        case let error as AgentNotFound: sentence = "There is no agent \(PlainText.line(error.name, limit: 60))."
        case StoreError.brokenReference, StoreError.duplicate: sentence = "Another record stands in the way."
        default: return nil
        }
    }
}

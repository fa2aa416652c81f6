import CPostgres
import Foundation

/// What went wrong with an exchange, by what the driver does next.
enum PostgresFault: Error {
    /// Nothing was written; the caller is told.
    case refused(StoreError)
    /// An expectation does not hold; nothing was written.
    case unexpected(any Error)
    /// Another transaction was in the way and this one was undone: it may be repeated.
    case conflict
    /// The prepared statement is not there, as behind a pooler that lends connections by transaction.
    case unprepared
    /// The prepared statement was made for a schema that has changed.
    case outdatedPlan
    /// The server that answers takes no writes any more.
    case readOnly
    /// The statement was stopped: for its caller, by its time limit or by hand, which only the session can tell apart.
    case cancelled
    /// The connection is gone; `mayHaveHappened` where the answer to a commit was still awaited.
    case lost(mayHaveHappened: Bool, reason: String)

    /// What the caller sees.
    var error: any Error {
        switch self {
        case .refused(let error): error
        case .unexpected(let error): error
        case .conflict: StoreError.unavailable(reason: "The database undid the change several times because of others made at the same time.")
        case .unprepared: StoreError.unavailable(reason: "The connection pooler in front of the database mixes up prepared statements.")
        case .outdatedPlan: StoreError.unavailable(reason: "The database's schema has just changed.")
        case .readOnly: StoreError.unavailable(reason: "The database is read-only, as a standby is.")
        case .cancelled: CancellationError()
        case .lost(true, let reason):
            StoreError.uncertain(reason: "\(reason) It is unknown whether the change happened.")
        case .lost(false, let reason): StoreError.unavailable(reason: reason)
        }
    }
}

extension PostgresFault {
    /// Maps the error of a result by its SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html).
    init(_ result: OpaquePointer, limits: PostgresSettings) {
        let code = field(result, CRM_DIAG_SQLSTATE), message = field(result, CRM_DIAG_MESSAGE)
        switch code {
        case "23505": self = .refused(.duplicate(columns: duplicateColumns(result)))
        case "23503": self = .refused(.brokenReference)
        case "40001", "40P01": self = .conflict
        case "26000", "42P05": self = .unprepared
        // The message is in the server's language.
        case "0A000" where field(result, CRM_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery": self = .outdatedPlan
        case "25006": self = .readOnly
        case "57014": self = .cancelled
        case _ where code.isEmpty || code.hasPrefix("08") || code.hasPrefix("57P"):
            self = .lost(mayHaveHappened: false, reason: "The connection to the database was lost.")
        default: self = .refused(StoreError(code, message, limits))
        }
    }
}

extension StoreError {
    fileprivate init(_ code: String, _ message: String, _ limits: PostgresSettings) {
        switch code {
        case "55P03":
            self = .unavailable(reason: "Others have kept a row or table locked for more than \(limits.lockTimeout.components.seconds) s.")
        case "53100": self = .unavailable(reason: "The disk of the database is full.")
        case "53200": self = .unavailable(reason: "The database is out of memory.")
        case "53300": self = .unavailable(reason: "The database accepts no more connections.")
        case _ where code.hasPrefix("53") || code.hasPrefix("58") || code.hasPrefix("XX"):
            self = .unavailable(reason: "The database cannot be used: \(message) (\(code)).")
        // Such messages repeat the value, which may be personal.
        case _ where code.hasPrefix("22"): self = .failed(reason: "the database refused a value (\(code))")
        default: self = .failed(reason: "\(message) (\(code))")
        }
    }
}

private func field(_ result: OpaquePointer, _ code: Int32) -> String {
    PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
}

/// `contacts.workspace_id, contacts.external_id` from `Key (workspace_id, external_id)=(1, C-1) already exists.`; the
/// values stay out. The name of the index where row-level security keeps the columns back too.
private func duplicateColumns(_ result: OpaquePointer) -> String {
    let table = field(result, CRM_DIAG_TABLE), detail = field(result, CRM_DIAG_DETAIL)
    guard let start = detail.firstIndex(of: "("), let end = detail.range(of: ")=") else { return field(result, CRM_DIAG_CONSTRAINT) }
    return detail[detail.index(after: start)..<end.lowerBound].split(separator: ",").map { "\(table).\($0.drop { $0 == " " })" }
        .joined(separator: ", ")
}

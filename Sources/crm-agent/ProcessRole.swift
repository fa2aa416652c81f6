import ArgumentParser
import Domain

/// Which part of the work a process does, where many share one database.
enum ProcessRole: String, CaseIterable, ExpressibleByArgument {
    /// Everything: what one process on one machine does.
    case all
    /// The page and the API.
    case web
    /// The schedules, the runs and the deliveries; of HTTP only `/healthz` and `/readyz`.
    case worker

    var servesPage: Bool { self != .worker }
    var works: Bool { self != .web }

    /// - Throws: `ValidationError` where the database is one process's alone.
    func check(isDatabaseShared: Bool) throws {
        guard !isDatabaseShared, self != .all else { return }
        throw Domain.ValidationError(
            field: "ROLE",
            "is \(rawValue), but a SQLite database belongs to one process; write all, or set DATABASE_URL to a PostgreSQL database that both roles share"
        )
    }
}

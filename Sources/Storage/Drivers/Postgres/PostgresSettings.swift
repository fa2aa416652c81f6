import CPostgres
package import Domain
import Foundation

/// Where a PostgreSQL is, and how long to wait for it.
package struct PostgresSettings: Sendable, Unprinted {
    /// How many connections this process opens at most.
    package var poolSize = 8
    /// How long a caller waits for a free connection, or for the server to come back.
    package var poolWait = Duration.seconds(5)
    /// After which the server gives a statement up.
    package var statementTimeout = Duration.seconds(30)
    /// How long a statement waits for a row or a table that somebody else has locked.
    package var lockTimeout = Duration.seconds(5)

    /// How many statements a connection keeps prepared: more than the product has.
    var preparedStatements = 512

    /// libpq's parameters by keyword.
    let parameters: [String: String]

    private static let usual = [
        "client_encoding": "UTF8", "application_name": "crm-agent", "connect_timeout": "5",
        // A server that is gone without a word is noticed within half a minute.
        "keepalives_idle": "15", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "15000",
    ]

    /// Reads a connection URL of libpq (https://www.postgresql.org/docs/15/libpq-connect.html), also with the driver's
    /// name in the scheme as SQLAlchemy writes it.
    ///
    /// - Throws: `ValidationError` naming DATABASE_URL; it never repeats the URL, which may hold a password.
    package init(url: String) throws(ValidationError) {
        try Self.checkPlaces(in: url)
        var given = try Self.parse(Self.plain(url))
        try Self.check(given)
        if given["host"]?.contains(",") == true, given["target_session_attrs"] == nil { given["target_session_attrs"] = "read-write" }
        parameters = Self.usual.merging(given) { $1 }
    }

    /// Whether a setting names a PostgreSQL at all.
    package static func isPostgres(_ url: String) -> Bool {
        let scheme = url.prefix { $0 != ":" }
        return url.contains("://") && ["postgres", "postgresql"].contains(scheme.prefix { $0 != "+" })
    }

    package var description: String { "PostgresSettings(\(place))" }

    /// Host, port and database, for people to read.
    package var place: String {
        "\(parameters["host"] ?? parameters["hostaddr"] ?? "localhost")\(parameters["port"].map { ":\($0)" } ?? "")/\(parameters["dbname"] ?? "")"
    }

    /// `postgresql+asyncpg://…?ssl=require` -> `postgresql://…?sslmode=require`
    private static func plain(_ url: String) -> String {
        guard let end = url.range(of: "://") else { return url }
        return "postgresql" + url[end.lowerBound...].replacing("?ssl=", with: "?sslmode=").replacing("&ssl=", with: "&sslmode=")
    }

    /// libpq takes the first @ for the password's end, and what follows it for the host, which logs and errors name.
    private static func checkPlaces(in url: String) throws(ValidationError) {
        guard let start = url.range(of: "://")?.upperBound else { return }
        let server = url[start...].prefix { $0 != "/" }, database = url[server.endIndex...].prefix { $0 != "?" }
        guard server.count(where: { $0 == "@" }) > 1 || database.contains("@") else { return }
        throw ValidationError(field: "DATABASE_URL", "has an @ or / in a place where it is none of the URL's own; \(escapes); \(example)")
    }

    private static func parse(_ url: String) throws(ValidationError) -> [String: String] {
        var fault: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &fault) else {
            defer { PQfreemem(fault) }
            throw ValidationError(field: "DATABASE_URL", explanation(fault.map { String(cString: $0) } ?? ""))
        }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return found
    }

    /// What libpq finds wrong only once it connects, and then each time: no waiting helps.
    private static func check(_ given: [String: String]) throws(ValidationError) {
        for (name, words) in choices {
            guard let value = given[name], !words.contains(value) else { continue }
            throw ValidationError(field: "DATABASE_URL", "has a \(name) that is none of \(words.joined(separator: ", ")); \(example)")
        }
        if let attributes = given["target_session_attrs"], readOnly.contains(attributes) {
            throw ValidationError(
                field: "DATABASE_URL",
                "has the target_session_attrs \(attributes), by which a server may be chosen that takes no writes; write read-write, or leave it out")
        }
        if let timeout = given["connect_timeout"], Int(timeout) == nil {
            throw ValidationError(field: "DATABASE_URL", "has a connect_timeout that is no whole number of seconds; \(example)")
        }
        for port in given["port"]?.split(separator: ",") ?? [] {
            guard let number = Int(port), (1...65_535).contains(number) else {
                throw ValidationError(field: "DATABASE_URL", "has a port that is no number from 1 to 65535; \(example)")
            }
        }
    }

    private static let choices = [
        ("sslmode", ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]),
        ("target_session_attrs", ["any", "read-write", "primary"] + readOnly),
    ]
    private static let readOnly = ["read-only", "standby", "prefer-standby"]
    private static let escapes = "in a password @ is written %40, / %2F, ? %3F, : %3A and % %25"
    private static let example = "write for example postgresql://crm:secret@localhost:5432/crm"

    private static func explanation(_ fault: String) -> String {
        // This fault repeats the name of the parameter only.
        guard fault.hasPrefix("invalid URI query parameter: "), let name = fault.split(separator: "\"").dropFirst().first else {
            return "is no URL of a PostgreSQL; \(escapes); \(example)"
        }
        return "has the parameter \(name), which libpq does not know; \(example)"
    }
}

package import Domain

/// A PostgreSQL database as its own programs are told of it: the password apart, for their environment.
package struct PostgresPlace: Equatable, Sendable {
    private let parameters: [String: String]
    package let password: String?

    /// - Parameters:
    ///   - parameters: libpq's by keyword.
    ///   - host: of several the one that answered, as `port`.
    init(_ parameters: [String: String], host: String?, port: String?) {
        var parameters = parameters
        password = parameters.removeValue(forKey: "password")
        if let host, !host.isEmpty { parameters["host"] = host }
        if let port, !port.isEmpty { parameters["port"] = port }
        if host?.isEmpty == false { parameters["hostaddr"] = nil }
        parameters["application_name"] = "crm-agent backup"
        parameters["options"] = Self.options(parameters["options"])
        self.parameters = parameters
    }

    /// The role is held to the policies of the tables: a dump is of every workspace.
    static func options(_ given: String?) -> String { [given, "-c crm.workspace=*"].compactMap(\.self).joined(separator: " ") }

    /// As libpq reads it (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING).
    ///
    /// - Throws: `ValidationError` where another secret would stand in it, which everybody on the machine can read then.
    package func connection() throws(ValidationError) -> String {
        guard parameters["sslpassword"] == nil else {
            throw ValidationError(field: "DATABASE_URL", "has an sslpassword, which pg_dump can't be given unseen; use a key file without one")
        }
        return parameters.sorted { $0.key < $1.key }.map { name, value in
            "\(name)='\(value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        }.joined(separator: " ")
    }
}

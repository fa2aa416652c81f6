import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Storage

/// What an operation sees of a request: checked parameters and a decoded body.
struct WebRequest: Sendable {
    let head: HTTPRequest
    /// The path without its query.
    let path: String
    let query: [(name: String, value: String)]
    let parameters: PathParameters
    /// Who asks.
    let principal: Principal
    /// Where the request comes from.
    let client: ClientOrigin
    /// Empty for a request without a body.
    let body: ByteBuffer
    /// Statements that belong to the transaction of whatever the request changes; see `Idempotency`.
    var effects: [SQL] = []
    /// The same for each commit of an operation that makes several, at its time.
    var effectsOfEach: @Sendable (_ now: Timestamp) -> [SQL] = { _ in [] }

    var workspace: WorkspaceID { principal.workspace }

    /// The client's network address, nil where it is not known.
    var address: IPAddress? { client.address }

    /// Who asks, as the audit trail tells it.
    var actor: Actor { principal.actor(at: clientAddress) }

    var clientAddress: String? { address?.description }

    /// An id in the path.
    func id(_ name: String) throws -> Int64 {
        let field = Field.required(name, .integer(Field.identifiers), "")
        guard let text = parameters[name], case .integer(let id) = try field.value(ofText: text) else {
            throw ValidationError(field: name, "\(name) must be a positive whole number.")
        }
        return id
    }

    func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// - Throws: `ValidationError` for a name that the query has twice.
    func mustNameOnceInQuery() throws {
        if let twice = Dictionary(grouping: query, by: \.name).first(where: { $0.value.count > 1 }) {
            throw ValidationError(field: twice.key, "\(twice.key) stands twice in the query: give it once.")
        }
    }

    /// - Throws: `ValidationError` for a name that is none of these: a mistyped one would mean something else than its sender thinks.
    func mustKnowQuery(of parameters: [Operation.Parameter]) throws {
        try mustNameOnceInQuery()
        let known = parameters.map(\.name)
        guard let other = query.first(where: { !known.contains($0.name) }) else { return }
        throw ValidationError(field: other.name, "\(other.name) is no parameter of this call: there are \(known.joined(separator: ", ")).")
    }

    func person(_ name: String = "user_id") throws -> Person { Person(workspace: workspace, user: try id(name)) }

    func integer(query name: String, in range: ClosedRange<Int64>, default initial: Int64) throws -> Int64 {
        guard let text = query(name) else { return initial }
        guard case .integer(let number) = try Field.required(name, .integer(range), "").value(ofText: text) else { return initial }
        return number
    }

    /// An id; nil where it is not given.
    func identifier(query name: String) throws -> Int64? {
        guard let text = query(name) else { return nil }
        guard case .integer(let id) = try Field.required(name, .integer(Field.identifiers), "").value(ofText: text) else { return nil }
        return id
    }

    /// False where it is not given.
    func flag(query name: String) throws -> Bool {
        guard let text = query(name) else { return false }
        return try Field.required(name, .boolean, "").value(ofText: text) == .integer(1)
    }

    /// Nil where it is not given.
    func date(query name: String) throws -> LocalDate? {
        guard let text = query(name) else { return nil }
        guard case .text(let day) = try Field.required(name, .date, "").value(ofText: text) else { return nil }
        return LocalDate(day)
    }

    /// The body as a JSON object.
    ///
    /// - Throws: 415 where the request says that it is something else, 400 for what is not JSON in UTF-8, 422 for JSON that is
    ///   not an object.
    func json() throws -> [String: JSONValue] {
        if let type = head.headerFields.text(.contentType), body.readableBytes > 0, !Self.isJSON(type) {
            throw Problem(.unsupportedMediaType, "The body must be JSON: send it with Content-Type: application/json.")
        }
        guard let value = try? body.withUnsafeReadableBytes(JSONReader.value) else {
            guard String(validating: body.readableBytesView, as: UTF8.self) != nil else {
                throw Problem(.badRequest, "The body is not valid UTF-8.")
            }
            throw Problem(.badRequest, body.readableBytes == 0 ? "The body is empty: send a JSON object." : "The body is not valid JSON.")
        }
        guard case .object(let members) = value else {
            throw ValidationError(field: "body", "The body must be a JSON object, not \(value.typeName).")
        }
        return members
    }

    /// `application/json`, or a kind of it such as `application/merge-patch+json`.
    private static func isJSON(_ type: String) -> Bool {
        // As nearly all say it.
        if type == "application/json" { return true }
        let essence = type.prefix { $0 != ";" }.lowercased().trimmed
        return essence == "application/json" || (essence.hasPrefix("application/") && essence.hasSuffix("+json"))
    }

    /// The values of `fields` in the body; all faults are told at once.
    ///
    /// - Parameter ignoresOthers: whether the body may have other members, as clients of the calls at the root may send. Anywhere else a
    ///   mistyped name would mean something else than its sender thinks.
    func values(of fields: [Field], ignoresOthers: Bool = false) throws -> Table.Values {
        try fields.values(in: json(), of: ignoresOthers ? nil : "this request")
    }

    /// The versions that an `If-Match` header allows; nil without the header or with `*`. A tag of another form matches nothing,
    /// nor does one of very many.
    var expectedVersion: SeenVersions? {
        guard let header = head.headerFields[.ifMatch] else { return nil }
        let tags = EntityTags(header)
        return tags.isAny ? nil : SeenVersions((tags.strong + tags.bare).prefix(SeenVersions.most).compactMap { Int64($0) })
    }
}

import Domain
import HTTPTypes
import Storage

/// A table as a REST resource under `/api/v1`: create, read, change, delete, list.
///
/// A resource is one entry of `ResourceCatalog`; what is special about one stands there.
struct Resource: Sendable {
    enum Verb: Sendable { case list, create, get, change, delete }

    var table: Table
    /// The last part of the address: `business-profiles`.
    var path: String
    /// The name of its schema in the OpenAPI document: `BusinessProfile`.
    var schema: String
    /// Its plural in names of operations, where an s is not enough.
    var plural: String?
    var verbs: Set<Verb> = [.list, .create, .get, .change, .delete]
    /// Creates a row; the statement with the row comes first or is the last that returns one.
    var insert: (@Sendable (WorkspaceID, Table.Values, Timestamp) throws -> [SQL])?
    /// Whether new and changed rows are entered into the audit trail; deleted ones always are.
    var isAudited = false
    /// What must hold of changed values that no row tells.
    var checkChange: @Sendable (Table.Values, WebServices) async throws -> Void = { _, _ in }
    /// Fills in what no column tells of rows that are read.
    var complete: @Sendable ([Row], WorkspaceID, WebServices) async throws -> [Row] = { rows, _, _ in rows }
    /// Statements that must hold before a change or a deletion.
    var guardChange: @Sendable (WorkspaceID, _ id: Int64, Table.Values) -> [SQL] = { _, _, _ in [] }
    var guardDelete: @Sendable (WorkspaceID, _ id: Int64, _ now: Timestamp) -> [SQL] = { _, _, _ in [] }

    var address: String { "/api/v1/\(path)" }
    /// A user, an account.
    private var one: String { ("aeio".contains(table.noun.prefix(1)) ? "an " : "a ") + table.noun }

    var operations: [Operation] { operationsByVerb.map(\.operation) }

    var operationsByVerb: [(verb: Verb, operation: Operation)] {
        [(.list, list), (.create, create), (.get, get), (.change, change), (.delete, delete)].filter { verbs.contains($0.verb) }
    }

    private var create: Operation {
        Operation(
            method: .post, path: address, id: "create\(schema)", tag: schema, summary: "Create \(one).",
            body: Schema.reference("\(schema)Input"), success: .created, result: Schema.reference(schema), problems: [.conflict]
        ) { request, services in
            var values = try request.values(of: table.fields.filter { !$0.isReadOnly })
            let reached = try request.within(reach: &values, of: table, isNew: true)
            let now = services.clock.now()
            let statements = try reached + (insert?(request.workspace, values, now) ?? creation(request.workspace, values, now))
            let answers = try await services.store.commit(statements + request.effects)
            guard let row = answers.last(where: { $0.first?.values.count == table.columns.count })?.first else { throw Problem.fault }
            return answer(row, .created).with(.location, "\(address)/\(row.integer(0))")
        }
    }

    private func creation(_ workspace: WorkspaceID, _ values: Table.Values, _ now: Timestamp) -> [SQL] {
        isAudited ? table.auditedInsert(workspace, values, now: now) : table.insert(workspace, values, now: now)
    }

    private var get: Operation {
        Operation(
            method: .get, path: "\(address)/{id}", id: "get\(schema)", tag: schema, summary: "Read \(one).",
            parameters: [.id("id", "The \(table.noun)'s id.")], result: Schema.reference(schema), problems: [.notFound]
        ) { request, services in
            answer(try await read(request, services))
        }
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "\(address)/{id}", id: "change\(schema)", tag: schema,
            summary: "Change \(one): what the body leaves out keeps its value (JSON merge patch, RFC 7396).",
            parameters: [.id("id", "The \(table.noun)'s id."), .ifMatch], body: Schema.reference("\(schema)Change"),
            result: Schema.reference(schema), problems: [.notFound, .conflict, .preconditionFailed]
        ) { request, services in
            let id = try request.id("id")
            var values = try request.changes(of: table.fields)
            let reached = try request.within(reach: &values, of: table, isNew: false)
            try await checkChange(values, services)
            if values.isEmpty, request.expectedVersion == nil { return answer(try await read(request, services)) }
            let update = isAudited ? table.auditedUpdate : table.update
            let changes = update(request.workspace, id, values, request.expectedVersion, services.clock.now())
            let answers = try await services.store.commit(reached + guardChange(request.workspace, id, values) + changes)
            guard let row = answers.last?.first else { throw table.notFound(id: id) }
            return answer(row)
        }
    }

    private var delete: Operation {
        Operation(
            method: .delete, path: "\(address)/{id}", id: "delete\(schema)", tag: schema, summary: "Delete \(one).",
            parameters: [.id("id", "The \(table.noun)'s id."), .ifMatch], success: .noContent, problems: [.notFound, .conflict, .preconditionFailed]
        ) { request, services in
            let id = try request.id("id")
            let now = services.clock.now()
            _ = try await services.store.commit(
                request.ownership(of: id, in: table) + guardDelete(request.workspace, id, now)
                    + table.delete(request.workspace, id: id, version: request.expectedVersion, now: now))
            return .noContent
        }
    }

    private func read(_ request: WebRequest, _ services: WebServices) async throws -> Row {
        let id = try request.id("id")
        let rows = try await complete(services.store.read(table.get(request.workspace, id: id)), request.workspace, services)
        guard let row = rows.first else { throw table.notFound(id: id) }
        return row
    }

    private func answer(_ row: Row, _ status: HTTPResponse.Status = .ok) -> Answer {
        Answer.json(status) { $0.row(row, table.columns) }.with(.eTag, "\"\(row.integer(table.versionIndex))\"")
    }
}

extension WebRequest {
    /// The changes in the body; what cannot change is named rather than passed over.
    func changes(of fields: [Field]) throws -> Table.Values {
        let members = try json()
        if let fixed = fields.first(where: { $0.isFixed && members[$0.name] != nil }) {
            throw ValidationError(field: fixed.name, "\(fixed.name) is fixed once the row exists: leave it out.")
        }
        let writable = fields.filter { !$0.isReadOnly && !$0.isFixed }.map { field in
            // A change may leave out what a new row must have.
            Field.optional(field.name, field.kind, field.summary, initial: field.isNullable ? .null : .integer(0))
        }
        return try values(of: writable)
    }
}

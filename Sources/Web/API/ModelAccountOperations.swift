import Domain
import HTTPTypes
import Journey
import Storage

/// Accounts at providers of models, besides what every resource can do: a key goes in, and never comes out.
enum ModelAccountOperations {
    static let all: [Operation] = [create, change]

    private static let table = ModelAccounts.table
    private static let inputs = table.fields.filter { !$0.isReadOnly } + [ModelAccounts.key]

    static let create = Operation(
        method: .post, path: "/api/v1/model-accounts", id: "createModelAccount", tag: "ModelAccount",
        summary: "Add an account at a provider of models. Its key is kept encrypted (MASTER_KEY) and never shown again.",
        body: Schema.input(inputs, isChange: false), success: .created, result: Schema.reference("ModelAccount"), problems: [.conflict]
    ) { request, services in
        let values = try await sealed(try request.values(of: inputs), request.workspace, services)
        let answers = try await services.store.commit(table.auditedInsert(request.workspace, values, now: services.clock.now()) + request.effects)
        services.models.forget(request.workspace)
        guard let row = answers.last(where: { $0.first?.values.count == table.columns.count })?.first else { throw Problem.fault }
        return answer(row, .created).with(.location, "/api/v1/model-accounts/\(row.integer(0))")
    }

    static let change = Operation(
        method: .patch, path: "/api/v1/model-accounts/{id}", id: "changeModelAccount", tag: "ModelAccount",
        summary: "Change an account: what the body leaves out keeps its value, the key too.", parameters: [.id("id", "The account's id."), .ifMatch],
        body: Schema.input(inputs, isChange: true), result: Schema.reference("ModelAccount"), problems: [.notFound, .conflict, .preconditionFailed]
    ) { request, services in
        let id = try request.id("id")
        let values = try await sealed(try request.changes(of: inputs), request.workspace, services)
        let update = table.auditedUpdate(request.workspace, id: id, values, version: request.expectedVersion, now: services.clock.now())
        let guarding = values[ModelAccounts.sealedKey] == nil ? keepsItsServer(request.workspace, id, values) : []
        let told = keyEntry(values, id, request.workspace, services.clock.now())
        let rows = try await services.store.commit(guarding + told + update).last ?? []
        services.models.forget(request.workspace)
        guard let row = rows.first else { throw table.notFound(id: id) }
        return answer(row)
    }

    /// That a key was said, and never which.
    private static func keyEntry(_ values: Table.Values, _ id: Int64, _ workspace: WorkspaceID, _ now: Timestamp) -> [SQL] {
        guard let key = values[ModelAccounts.sealedKey] else { return [] }
        let what: JSONValue = ["key": .string(key == .null ? "taken away" : "set")]
        return [AuditEntries.entry(workspace, .modelKeyChanged, AuditSubject(table.noun, id: id), after: what, now: now)]
    }

    /// A key goes only to the server that it was given for.
    private static func keepsItsServer(_ workspace: WorkspaceID, _ id: Int64, _ values: Table.Values) -> [SQL] {
        ["provider", "base_url"].compactMap { name in
            values[name].map { value in
                let other = Problem(.conflict, "Its key was given for another server: say api_key anew together with \(name).")
                return ModelAccounts.keepsWithItsKey(workspace, id: id, name, value, orThrow: other)
            }
        }
    }

    /// With the key encrypted, where one is said.
    private static func sealed(_ values: Table.Values, _ workspace: WorkspaceID, _ services: WebServices) async throws
        -> Table.Values
    {
        try await services.models.checkReach(values)
        var values = values
        guard let key = values.removeValue(forKey: ModelAccounts.key.name) else { return values }
        let text = Row([key]).text(0)
        values[ModelAccounts.sealedKey] = text.isEmpty ? .null : .text(try await services.models.seal(Secret(text), in: workspace))
        return values
    }

    private static func answer(_ row: Row, _ status: HTTPResponse.Status = .ok) -> Answer {
        Answer.json(status) { $0.row(row, table.columns) }.with(.eTag, "\"\(row.integer(table.versionIndex))\"")
    }
}

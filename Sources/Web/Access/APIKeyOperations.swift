import Domain
import HTTPTypes
import Journey
import Storage

/// One's own API keys.
enum APIKeyOperations {
    static let all: [Operation] = [list, create, delete]

    private static let table = APIKeys.table
    private static let inputs = table.fields.filter { !$0.isReadOnly }

    static let list = Operation(
        method: .get, path: "/api/v1/api-keys", id: "listAPIKeys", tag: "APIKey", summary: "One's keys.",
        result: Schema.object(["items": Schema.list(Schema.row(table.columns))])
    ) { request, services in
        let rows = try await services.store.read(APIKeys.of(request.principal.account ?? 0, in: request.workspace))
        return .json { json in
            json.object {
                $0.key("items")
                $0.array { for row in rows { $0.row(row, table.columns) } }
            }
        }
    }

    static let create = Operation(
        method: .post, path: "/api/v1/api-keys", id: "createAPIKey", tag: "APIKey",
        summary: "Make a key for a program. It is shown once, in key; it may do what its scopes say, and never more than one's role.",
        body: Schema.input(inputs, isChange: false), success: .created,
        result: ["allOf": [Schema.row(table.columns), Schema.object(["key": Schema.text])]], problems: [.unauthorized], isSecret: true,
        needsProof: true
    ) { request, services in
        let values = try request.values(of: inputs)
        let made = try await services.access.keys.make(values, for: request.principal)
        return Answer.json(.created) { $0.row(made.row, table.columns, and: { $0.field("key", made.key) }) }
    }

    static let delete = Operation(
        method: .delete, path: "/api/v1/api-keys/{id}", id: "deleteAPIKey", tag: "APIKey", summary: "End a key.",
        parameters: [.id("id", "The key's id.")], success: .noContent, problems: [.notFound]
    ) { request, services in
        let id = try request.id("id")
        let belongs = APIKeys.mustBelong(
            request.workspace, id: id, to: request.principal.account ?? 0, orThrow: table.notFound(id: id))
        _ = try await services.store.commit([belongs] + table.delete(request.workspace, id: id, version: nil, now: services.clock.now()))
        services.access.authenticator.forget()
        return .noContent
    }
}

import Domain
import HTTPTypes
import Storage

/// The kinds of change that a person lets the assistant make unasked.
enum ToolPermissionOperations {
    static let all: [Operation] = [list, takeBack]

    static let list = Operation(
        method: .get, path: "/api/v1/users/{id}/tool-permissions", id: "listToolPermissions", tag: "Proposal",
        summary: "The kinds of change that a person lets the assistant make unasked, each in one conversation.",
        parameters: [.id("id", "The person.")],
        result: Schema.object(["items": Schema.list(Schema.row(ToolPermissions.columns))]), problems: [.notFound]
    ) { request, services in
        let person = try request.person("id")
        let rows = try await services.store.read(ToolPermissions.of(person))
        if rows.isEmpty { try await services.mustKnow(person) }
        return .json {
            $0.object {
                $0.key("items"); $0.array { json in for row in rows { json.row(row, ToolPermissions.columns) } }
            }
        }
    }

    static let takeBack = Operation(
        method: .delete, path: "/api/v1/tool-permissions/{id}", id: "deleteToolPermission", tag: "Proposal",
        summary: "Have the assistant ask again before changes of a kind.", parameters: [.id("id", "The permission's id.")],
        success: .noContent, problems: [.notFound]
    ) { request, services in
        let id = try request.id("id")
        guard try await !services.store.commit(ToolPermissions.take(request.workspace, id: id, now: services.clock.now())).isEmpty else {
            throw RowNotFound(noun: "tool permission", id: id)
        }
        return .noContent
    }
}

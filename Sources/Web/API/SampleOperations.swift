import Domain
import HTTPTypes
import Journey

/// The business to look around in that a new database holds.
enum SampleOperations {
    static let all: [Operation] = [remove]

    static let remove = Operation(
        method: .delete, path: "/api/v1/sample", id: "removeSample", tag: "Workspace",
        summary: "Delete what the sample business brought, and what was written about it; what people added stays. `removed` counts the rows.",
        result: Schema.object(["removed": Schema.integer])
    ) { request, services in
        let removed = try await SampleBusiness(store: services.store, clock: services.clock, in: request.workspace).remove()
        return .json { json in json.object { $0.field("removed", Int64(removed)) } }
    }
}

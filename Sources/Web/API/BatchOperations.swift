import Domain
import HTTPTypes
import Journey
import NIOCore
import Storage

/// What can be done with an occurrence while it goes on, and how far it is.
enum BatchOperations {
    static let all: [Operation] = [progress, pause, resume, cancel, retry, change]

    private static let table = Occurrences.table
    private static let id = Operation.Parameter.id("id", "The occurrence's id.")

    private typealias Action = @Sendable (BatchRequest, Int64, WebRequest) async throws -> Void

    static let pause = action("pause", "Hold back everything that is not being written yet.") {
        try await $0.pause($1, in: $2.workspace, version: $2.expectedVersion, effects: $2.effects)
    }

    static let resume = action("resume", "Let a paused occurrence go on.") {
        try await $0.resume($1, in: $2.workspace, version: $2.expectedVersion, effects: $2.effects)
    }

    static let cancel = action("cancel", "End an occurrence: what waits is not written any more, what is being written ends.") {
        try await $0.cancel($1, in: $2.workspace, version: $2.expectedVersion, effects: $2.effects)
    }

    static let retry = action("retry", "Try again all runs of an occurrence that were given up, also once it has ended.") {
        try await $0.retry($1, in: $2.workspace, version: $2.expectedVersion, effects: $2.effects)
    }

    private static func action(_ verb: String, _ summary: String, _ act: @escaping Action) -> Operation {
        Operation(
            method: .post, path: "/api/v1/occurrences/{id}/\(verb)", id: "\(verb)Occurrence", tag: "Occurrence", summary: summary,
            parameters: [id, .ifMatch], result: Schema.reference("Occurrence"), problems: [.notFound, .conflict, .preconditionFailed]
        ) { request, services in
            let id = try request.id("id")
            try await act(services.batches, id, request)
            return try await occurrence(id, request, services)
        }
    }

    /// There, but it may be null.
    private static let rateSchema: JSONValue = [
        "type": "object", "required": [.string(Batches.rate.name)],
        "properties": .object([Batches.rate.name: Schema.of(Batches.rate)]), "additionalProperties": false,
    ]

    static let change = Operation(
        method: .patch, path: "/api/v1/occurrences/{id}", id: "changeOccurrence", tag: "Occurrence",
        summary: "Change how many runs of an occurrence begin in a minute, also while it goes on.", parameters: [id, .ifMatch],
        body: rateSchema, result: Schema.reference("Occurrence"),
        problems: [.notFound, .conflict, .preconditionFailed]
    ) { request, services in
        let id = try request.id("id")
        guard let rate = try request.values(of: [Batches.rate])[Batches.rate.name] else {
            throw ValidationError(field: Batches.rate.name, "\(Batches.rate.name) is missing: write a number, or null for as fast as it goes.")
        }
        try await services.batches.setRate(rate.number, of: id, in: request.workspace, version: request.expectedVersion)
        return try await occurrence(id, request, services)
    }

    private static func occurrence(_ id: Int64, _ request: WebRequest, _ services: WebServices) async throws -> Answer {
        guard let row = try await services.store.read(table.get(request.workspace, id: id)).first else { throw table.notFound(id: id) }
        return Answer.json { $0.row(row, table.columns) }.with(.eTag, "\"\(row.integer(table.versionIndex))\"")
    }

    static let progress = Operation(
        method: .get, path: "/api/v1/occurrences/{id}/progress", id: "getProgressOfOccurrence", tag: "Occurrence",
        summary: "How far an occurrence is: what is done and left, how fast it goes, when it will end.", parameters: [id],
        result: BatchAnswer.schema, problems: [.notFound]
    ) { request, services in
        let progress = try await services.batches.progress(of: request.id("id"), in: request.workspace)
        return .json { $0.progress(progress) }
    }
}

extension WebRequest {
    /// The rate that the body of a request for a batch names; it may have no body.
    func rate() throws -> Int64? {
        guard body.readableBytes > 0 else { return nil }
        return try values(of: [Batches.rate])[Batches.rate.name]?.number
    }
}

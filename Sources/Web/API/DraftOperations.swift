import Domain
import HTTPTypes
import Journey
import NIOCore
import Storage

/// What a person does with drafts, which `GET /api/v1/communications?status=draft` lists.
enum DraftOperations {
    static let all: [Operation] = [approve, reject, undo]

    private static let bodyField = Field.optional("body", .text(1...20_000), "The text to send instead; what the agent wrote is kept.")
    private static let subjectField = Field.optional(
        "subject", .text(0...MessageWording.subjectLimit), "The subject to send instead; an empty one for none.")
    private static let despiteField = Field.optional(
        "despite_findings", .boolean, "Send it although no fact bears out some of its words (findings); that is recorded.", initial: .integer(0))
    static let undoField = Field.optional(
        "undo_seconds", .integer(0...3600), "For how long it is held back, so that undo still finds it.", initial: .integer(0))
    private static let reasonField = Field.optional("reason", .text(0...1000), "Why it is not to be sent.")

    static let approve = decision(
        "approve", id: "approveDraft",
        """
        Send a draft, with another text or subject where the body holds one. The rules are asked again: 409 says which broke, or which words no fact bears out.
        """,
        bodyField, subjectField, despiteField, undoField
    ) { desk, id, request, values in
        try await desk.approve(
            id, in: request.workspace, body: values.optionalText("body"), subject: values.optionalText("subject"),
            despiteFindings: values["despite_findings"] == .integer(1), undoWithin: .seconds(values.integer("undo_seconds")),
            version: request.expectedVersion, effects: request.effects)
    }

    static let reject = decision("reject", id: "rejectDraft", "Keep a draft from being sent, for good.", reasonField) { desk, id, request, values in
        try await desk.reject(
            id, in: request.workspace, reason: values.optionalText("reason"), version: request.expectedVersion, effects: request.effects)
    }

    static let undo = decision(
        "undo", id: "undoApproval", "Make an approved message that has not begun to go out a draft again; 409 where it is too late."
    ) { desk, id, request, _ in
        try await desk.undo(id, in: request.workspace, version: request.expectedVersion, effects: request.effects)
    }

    private static func decision(
        _ verb: String, id: String, _ summary: String, _ fields: Field...,
        decide: @escaping @Sendable (DraftDesk, Int64, WebRequest, Table.Values) async throws -> Row
    ) -> Operation {
        Operation(
            method: .post, path: "/api/v1/communications/{id}/\(verb)", id: id, tag: "Communication", summary: summary,
            parameters: [.id("id", "The message's id."), .ifMatch], body: Schema.input(fields, isChange: false), isBodyRequired: false,
            result: Schema.reference("Communication"), problems: [.notFound, .conflict, .preconditionFailed]
        ) { request, services in
            let values = request.body.readableBytes == 0 ? [:] : try request.values(of: fields)
            let table = Communications.table
            let row = try await decide(services.drafts, request.id("id"), request, values)
            return Answer.json { $0.row(row, table.columns) }.with(.eTag, "\"\(row.integer(table.versionIndex))\"")
        }
    }
}

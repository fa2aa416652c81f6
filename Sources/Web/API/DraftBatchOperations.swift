import Domain
import HTTPTypes
import Journey
import Storage

/// Decisions on many drafts at once, and how many there are.
enum DraftBatchOperations {
    static let all: [Operation] = [count, approve, reject]

    private static let choiceFields = [
        Field.optional("user_id", .integer(Field.identifiers), "Only drafts of this person's contacts."),
        Field.optional("contact_id", .integer(Field.identifiers), "Only drafts to this contact."),
        Field.optional("agent_type", .text(1...40), "Only drafts of this agent."),
    ]
    private static let countField = Field.required(
        "count", .integer(0...DraftDesk.mostAtOnce),
        "How many were seen: where there are others now, nothing is decided (409). Of more than \(DraftDesk.mostAtOnce) the oldest are decided on "
            + "by themselves, newest_id being the last of these.")
    private static let newestField = Field.required(
        "newest_id", .integer(0...Field.identifiers.upperBound), "The youngest that was seen, as GET /api/v1/drafts/count tells it; 0 for none.")
    private static let reasonField = Field.optional("reason", .text(0...1000), "Why they are not to be sent.")
    private static let result = Schema.object([
        "decided": Schema.list(Schema.identifier),
        "kept": Schema.list(Schema.object(["id": Schema.identifier, "reason": Schema.text])),
    ])

    static let count = Operation(
        method: .get, path: "/api/v1/drafts/count", id: "countDrafts", tag: "Communication",
        summary: "How many drafts wait for a decision, and the youngest.",
        parameters: choiceFields.map { .query($0.name, $0.summary, Schema.bare($0.kind)) },
        result: Schema.object(["count": Schema.integer, "newest_id": Schema.integer])
    ) { request, services in
        var values: Table.Values = [:]
        for field in choiceFields { values[field.name] = try request.query(field.name).map { try field.value(ofText: $0) } }
        let seen = try await services.drafts.look(at: choice(values, request), in: request.workspace)
        return .json { json in
            json.object {
                $0.field("count", seen.count)
                $0.field("newest_id", seen.newest ?? 0)
            }
        }
    }

    static let approve = Operation(
        method: .post, path: "/api/v1/drafts/approve", id: "approveDrafts", tag: "Communication",
        summary: "Send all drafts of a choice, each unless a rule, or words that no fact bears out, keep it back.",
        body: Schema.input(choiceFields + [countField, newestField, DraftOperations.undoField], isChange: false), result: result,
        problems: [.conflict]
    ) { request, services in
        let values = try request.values(of: choiceFields + [countField, newestField, DraftOperations.undoField])
        return answer(
            try await services.drafts.approveAll(
                choice(values, request), seen(values), in: request.workspace, undoWithin: .seconds(values.integer("undo_seconds")),
                effects: request.effects))
    }

    static let reject = Operation(
        method: .post, path: "/api/v1/drafts/reject", id: "rejectDrafts", tag: "Communication",
        summary: "Keep all drafts of a choice from being sent, for good.",
        body: Schema.input(choiceFields + [countField, newestField, reasonField], isChange: false),
        result: result, problems: [.conflict]
    ) { request, services in
        let values = try request.values(of: choiceFields + [countField, newestField, reasonField])
        return answer(
            try await services.drafts.rejectAll(
                choice(values, request), seen(values), in: request.workspace, reason: values.optionalText("reason"), effects: request.effects))
    }

    private static func seen(_ values: Table.Values) -> DraftDesk.Seen {
        DraftDesk.Seen(count: values.integer("count"), newest: values.integer("newest_id"))
    }

    /// Of the caller's own contacts where they reach no others.
    private static func choice(_ values: Table.Values, _ request: WebRequest) -> Drafts.Choice {
        Drafts.Choice(
            user: request.principal.reach.user ?? values.optionalInteger("user_id"), contact: values.optionalInteger("contact_id"),
            agent: values.optionalText("agent_type"))
    }

    private static func answer(_ result: DraftDesk.BatchResult) -> Answer {
        .json { json in
            json.object {
                $0.key("decided")
                $0.array { for id in result.decided { $0.value(id) } }
                $0.key("kept")
                $0.array { json in
                    for kept in result.kept {
                        json.object {
                            $0.field("id", kept.id); $0.field("reason", kept.reason)
                        }
                    }
                }
            }
        }
    }
}

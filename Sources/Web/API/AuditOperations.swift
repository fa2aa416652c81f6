import Domain
import HTTPTypes
import Journey
import NIOCore
import Storage

/// The audit trail: searched a page at a time, and handed out whole (docs/audit.md).
enum AuditOperations {
    static let all: [Operation] = [list, export]

    private static let optionalText: JSONValue = ["type": ["string", "null"]]
    private static let optionalNumber: JSONValue = ["type": ["integer", "null"]]
    private static let optionalTime: JSONValue = ["type": ["string", "null"], "format": "date-time"]
    private static let actor = Schema.object([
        "account_id": optionalNumber, "name": Schema.text, "means": Schema.words(Actor.Means.allCases.map(\.rawValue)), "address": optionalText,
    ])
    private static let entry = Schema.object([
        "id": Schema.identifier, "sequence": optionalNumber, "at": ["type": "string", "format": "date-time"], "actor": actor, "action": Schema.text,
        "subject_kind": Schema.text, "subject_id": optionalNumber, "before": ["type": ["object", "null"]], "after": ["type": ["object", "null"]],
        "erased_at": optionalTime, "hash": optionalText,
    ])

    private static let word = Field.Kind.text(1...320)
    private static let filters = [
        Field.optional("action", word, "Only this, such as draft.approved."),
        Field.optional("actor", word, "Only what this one did: an e-mail address, `address (key's name)`, an agent's key, `terminal` or `system`."),
        Field.optional("subject_kind", word, "Only what was done to such ones, such as contact."),
        Field.optional("subject_id", .integer(Field.identifiers), "Only what was done to the one of this id."),
        Field.optional("q", .text(0...200), "Words that must occur in what was before or is after."),
        Field.optional("cursor", .integer(Field.identifiers), "The next_cursor of the page before."),
    ]
    private static let time: JSONValue = ["type": "string", "format": "date-time"]

    static let list = Operation(
        method: .get, path: "/api/v1/audit", id: "listAuditEntries", tag: "Audit",
        summary: "Who did what, from where, to what, before and after: the newest first, a page at a time.",
        parameters: filters.map { .query($0.name, $0.summary, Schema.bare($0.kind)) } + [
            .query("from", "Only from this time on.", time), .query("to", "Only before this time.", time),
            .query("limit", "How many a page has.", ["type": "integer", "minimum": 1, "maximum": 200, "default": 50]),
        ],
        result: Schema.object(["items": Schema.list(entry), "next_cursor": optionalText])
    ) { request, services in
        let question = try question(request)
        let rows = try await services.store.read(question.statement(request.workspace))
        let page = rows.prefix(Int(question.limit)).map(AuditEntries.entry)
        return .json { json in
            json.object {
                $0.key("items")
                $0.array { json in for entry in page { json.auditEntry(entry) } }
                $0.field("next_cursor", rows.count > page.count ? page.last.map { "\($0.id)" } : nil)
            }
        }
    }

    private static func question(_ request: WebRequest) throws -> AuditQuestion {
        var values: Table.Values = [:]
        for field in filters { values[field.name] = try request.query(field.name).map { try field.value(ofText: $0) } }
        var question = AuditQuestion(limit: try request.integer(query: "limit", in: 1...200, default: 50))
        question.action = values.optionalText("action")
        question.actor = values.optionalText("actor")
        question.kind = values.optionalText("subject_kind")
        question.subject = values.optionalInteger("subject_id")
        question.words = values.optionalText("q")
        question.before = values.optionalInteger("cursor")
        question.from = try request.moment(query: "from")
        question.until = try request.moment(query: "to")
        guard (question.words ?? "").split(separator: " ").count <= 8 else { throw ValidationError(field: "q", "q must have at most 8 words.") }
        return question
    }

    static let export = Operation(
        method: .get, path: "/api/v1/audit/export", id: "exportAuditTrail", tag: "Audit",
        summary: "The whole trail in the order of its chain, one JSON object a line, with what is needed to work the chain out again.",
        parameters: [
            .query(
                "after", "Only entries after the one of this sequence.",
                ["type": "integer", "minimum": 0, "maximum": .integer(Field.identifiers.upperBound)])
        ],
        result: Schema.text, resultType: "application/x-ndjson"
    ) { request, services in
        let after = try request.integer(query: "after", in: 0...Field.identifiers.upperBound, default: 0)
        let export = AuditExport(store: services.store, clock: services.clock, workspace: request.workspace)
        let end = try await export.begin(after: after)
        return Answer(contentType: "application/x-ndjson") { write in
            try await export.pages(after: after, through: end) { entries in
                var json = ByteBuffer()
                for entry in entries { json.writeBytes(JSONWriter.auditLine(entry)) }
                try await write(json)
            }
        }
    }
}

extension WebRequest {
    /// Nil where it is not given.
    fileprivate func moment(query name: String) throws -> Timestamp? {
        guard let text = query(name) else { return nil }
        guard let moment = Timestamp(rfc3339: text) else {
            throw ValidationError(field: name, "\(name) must be a date and time such as 2026-03-01T09:00:00Z.")
        }
        return moment
    }
}

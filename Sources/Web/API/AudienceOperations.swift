import Domain
import HTTPTypes
import Journey
import Storage

/// Trying a filter before an agent gets it.
enum AudienceOperations {
    static let all: [Operation] = [preview]

    private static let inputs = [
        Field.required("filter", .text(1...FilterLimits.length), "Whom to choose, such as stage = lead and email is not empty (docs/filters.md)."),
        Field.optional("sample", .integer(0...100), "How many contacts to show; 10 unless told.", initial: .integer(10)),
    ]

    static let preview = Operation(
        method: .post, path: "/api/v1/audiences/preview", id: "previewAudience", tag: "Audience",
        summary: "How many contacts a filter chooses, and some of them.", body: Schema.input(inputs, isChange: false),
        result: Schema.object([
            "filter": Schema.text, "count": Schema.integer, "sample": Schema.list(Schema.reference("Contact")),
        ])
    ) { request, services in
        let values = try request.values(of: inputs)
        let limit = values["sample"] == nil ? 10 : Int(values.integer("sample"))
        // As it was written: what is wrong with it is told by its place.
        guard case .string(let text)? = try request.json()["filter"] else { throw Problem.fault }
        let preview = try await AudiencePreview.of(
            text, sample: limit, in: request.workspace, store: services.store, settings: services.settings,
            now: services.clock.now())
        return .json { json in
            json.object {
                $0.field("filter", preview.filter)
                $0.field("count", preview.count)
                $0.key("sample")
                $0.array { json in
                    for row in preview.sample { json.row(row, AudienceSubject.contacts.table.columns) }
                }
            }
        }
    }
}

import Domain
import HTTPTypes
import Journey
import Storage

/// Writing a filter, and trying it before an agent gets it.
enum AudienceOperations {
    static let all: [Operation] = [language, preview]

    /// The same for everybody, so it is written once.
    private static let languageAnswer = Answer.json { $0.filterLanguage(of: .contacts) }

    static let language = Operation(
        method: .get, path: "/api/v1/audiences/language", id: "getFilterLanguage", tag: "Audience",
        summary: "What a filter can be made of: its words, the fields of each record, what can be asked of each kind of field, and examples.",
        result: Schema.object([
            "words": Schema.list(Schema.text),
            "records": Schema.list(
                Schema.object([
                    "record": Schema.text, "questions": Schema.list(Schema.text),
                    "fields": Schema.list(
                        Schema.object([
                            "field": Schema.text, "summary": Schema.text, "kind": Schema.text, "operators": Schema.list(Schema.text),
                            "values": Schema.list(Schema.text),
                        ])),
                ])),
            "examples": Schema.list(Schema.object(["filter": Schema.text, "summary": Schema.text])),
        ])
    ) { _, _ in languageAnswer }

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

extension JSONWriter {
    fileprivate mutating func filterLanguage(of subject: AudienceSubject) {
        object { json in
            json.field("words", FilterExpression.words)
            json.key("records")
            json.array { json in
                json.record(subject.schema.subject, subject.schema.shorthands, of: subject)
                for related in subject.schema.related { json.record(related, of: subject) }
            }
            json.key("examples")
            json.array { json in
                for example in subject.examples {
                    json.object {
                        $0.field("filter", example.filter)
                        $0.field("summary", example.summary)
                    }
                }
            }
        }
    }

    private mutating func record(_ record: FilterRecord, _ shorthands: [FilterShorthand] = [], of subject: AudienceSubject) {
        let named = record.fields.map { ($0.name, $0.kind) } + shorthands.map { ($0.name, $0.field.kind) }
        object { json in
            json.field("record", record.name)
            json.field("questions", record.name == subject.schema.subject.name ? [] : record.questions)
            json.key("fields")
            json.array { json in
                for (name, kind) in named {
                    json.object {
                        $0.field("field", name)
                        $0.field("summary", subject.meaning(of: name, in: record.name))
                        $0.field("kind", kind.name)
                        $0.field("operators", kind.operators)
                        $0.field("values", kind.values)
                    }
                }
            }
        }
    }
}

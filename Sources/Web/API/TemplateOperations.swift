import Domain
import HTTPTypes
import Journey
import Storage

/// Writing a template.
enum TemplateOperations {
    static let all: [Operation] = [variables]

    private static let recipients = [Recipients.user, .contact].map(\.rawValue)

    static let variables = Operation(
        method: .get, path: "/api/v1/templates/variables", id: "listTemplateVariables", tag: "Agents",
        summary: "What a template to a person or a contact can name: as text, where there is some, where there is none; and what it stands for now.",
        parameters: [
            .query("recipient", "To whom the template writes; user unless told.", Schema.words(recipients)),
            .query("user_id", "The person of the examples; there are none unless told.", Schema.identifier),
            .query("contact_id", "The contact of the examples, where it writes to contacts; there are none unless told.", Schema.identifier),
        ],
        result: Schema.object([
            "items": Schema.list(
                Schema.object([
                    "variable": Schema.text, "summary": Schema.text, "forms": Schema.list(Schema.text), "example": ["type": ["string", "null"]],
                ]))
        ]), problems: [.notFound]
    ) { request, services in
        let reader = try reader(request)
        let examples = try await examples(reader, request, services.pipeline)
        return .json { json in
            json.object {
                $0.key("items")
                $0.array { json in
                    for variable in reader.variables {
                        json.object {
                            $0.field("variable", variable.name)
                            $0.field("summary", variable.summary)
                            $0.field("forms", variable.forms)
                            $0.field("example", examples[variable.name])
                        }
                    }
                }
            }
        }
    }

    private static func reader(_ request: WebRequest) throws -> TemplateReader {
        switch request.query("recipient") {
        case nil, Recipients.user.rawValue: .person
        case Recipients.contact.rawValue: .contact
        default: throw ValidationError(field: "recipient", "recipient must be one of \(recipients.joined(separator: ", ")).")
        }
    }

    private static func examples(_ reader: TemplateReader, _ request: WebRequest, _ pipeline: Pipeline) async throws -> [String: String] {
        switch reader {
        case .person:
            guard let user = try request.identifier(query: "user_id") else { return [:] }
            return try await pipeline.examples(for: Person(workspace: request.workspace, user: user))
        case .contact:
            guard let contact = try request.identifier(query: "contact_id") else { return [:] }
            return try await pipeline.examples(forContact: contact, in: request.workspace)
        }
    }
}

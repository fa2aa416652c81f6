import Domain
import HTTPTypes
import Journey
import NIOCore
import Storage

/// What the assistant has proposed to a person, and the person's decisions.
enum ProposalOperations {
    static let all: [Operation] = [list, confirm, decline]

    /// A row with its arguments.
    static var schema: JSONValue {
        guard case .object(var schema) = Schema.row(Proposals.columns), case .object(var properties)? = schema["properties"] else { return [:] }
        properties["arguments"] = ["type": "object", "description": "What the tool is called with.", "readOnly": true]
        schema["properties"] = .object(properties)
        schema["required"] = .array(properties.keys.sorted().map(JSONValue.string))
        return .object(schema)
    }

    private static let rememberField = Field.optional(
        "remember", .boolean, "Whether further changes of this kind are made unasked in the conversation.", initial: .integer(0))

    static let list = Operation(
        method: .get, path: "/api/v1/users/{id}/proposals", id: "listProposals", tag: "Proposal",
        summary: "The changes that the assistant has proposed to a person, newest first.",
        parameters: [
            .id("id", "The person."), .query("state", "Only those in this state.", Schema.words(Proposals.states)),
            .query("limit", "How many a page has.", ["type": "integer", "minimum": 1, "maximum": 200, "default": 50]),
            .query("before", "Only older ones than the proposal of this id.", Schema.identifier),
        ],
        result: Schema.object(["items": Schema.list(Schema.reference("Proposal"))]), problems: [.notFound]
    ) { request, services in
        let person = try request.person("id")
        let state = try request.query("state").map { try stateField.value(ofText: $0) }
        let before = try request.query("before").map { try beforeField.value(ofText: $0) }
        let limit = try request.integer(query: "limit", in: 1...200, default: 50)
        let statement = Proposals.of(person, state: state?.text, before: before?.number, limit: limit, now: services.clock.now())
        let rows = try await services.store.read(statement)
        if rows.isEmpty { try await services.mustKnow(person) }
        return .json {
            $0.object {
                $0.key("items"); $0.array { json in for row in rows { json.proposal(row) } }
            }
        }
    }

    private static let stateField = Field.required("state", .choice(Proposals.states), "")
    private static let beforeField = Field.required("before", .integer(Field.identifiers), "")

    static let confirm = decision(
        "confirm", "Have a proposal carried out, once; 409 says where it can't be any more.", [rememberField]
    ) { desk, id, request, values in
        try await desk.confirm(
            id, in: request.workspace, permissions: Set(request.principal.permissions), remembering: values.integer("remember") == 1,
            effects: request.effects)
    }

    static let decline = decision("decline", "Let a proposal go.", []) { desk, id, request, _ in
        try await desk.decline(id, in: request.workspace, effects: request.effects)
    }

    private static func decision(
        _ verb: String, _ summary: String, _ fields: [Field],
        _ decide: @escaping @Sendable (ProposalDesk, Int64, WebRequest, Table.Values) async throws -> Row
    ) -> Operation {
        Operation(
            method: .post, path: "/api/v1/proposals/{id}/\(verb)", id: "\(verb)Proposal", tag: "Proposal", summary: summary,
            parameters: [.id("id", "The proposal's id.")], body: fields.isEmpty ? nil : Schema.input(fields, isChange: false), isBodyRequired: false,
            result: Schema.reference("Proposal"), problems: [.notFound, .conflict]
        ) { request, services in
            let values = request.body.readableBytes == 0 || fields.isEmpty ? [:] : try request.values(of: fields)
            let row = try await decide(services.proposals, request.id("id"), request, values)
            return .json { $0.proposal(row) }
        }
    }
}

extension JSONWriter {
    /// - Parameter row: of `Proposals`.
    mutating func proposal(_ row: Row) {
        self.row(row, Proposals.columns) {
            $0.key("arguments"); $0.raw(row.text(Proposals.argumentsIndex))
        }
    }
}

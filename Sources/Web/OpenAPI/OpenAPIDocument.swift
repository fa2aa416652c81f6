import Domain
import HTTPTypes
import Journey
import Storage

/// The OpenAPI 3.1 document, made from the same list of operations as the router.
struct OpenAPIDocument {
    let operations: [Operation]
    let version: String

    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "CRM Agent", "version": .string(version), "description": .string(APIGuide.text),
            ],
            "paths": paths,
            "webhooks": WebhookMessage.webhooks,
            "components": ["schemas": schemas, "securitySchemes": Self.securitySchemes],
        ]
    }

    private var paths: JSONValue {
        var paths: [String: JSONValue] = [:]
        for (path, group) in Dictionary(grouping: operations.filter { !$0.isFile }, by: \.path) {
            paths[path] = .object(Dictionary(uniqueKeysWithValues: group.map { ($0.method.rawValue.lowercased(), describe($0)) }))
        }
        return .object(paths)
    }

    private func describe(_ operation: Operation) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .string(operation.id), "tags": [.string(operation.tag)], "summary": .string(operation.summary),
            "responses": responses(operation),
        ]
        if let access = AccessTable.access(to: operation), let permission = access.permission {
            members["security"] = [["bearer": []], ["session": []], ["encryptedSession": []]]
            members["x-permission"] = .string(permission.rawValue)
            members["x-rows"] = .string(access.rows.name)
        } else {
            members["security"] = []
        }
        let parameters = operation.parameters + (operation.takesKey ? [Self.idempotencyKey] : [])
        if !parameters.isEmpty { members["parameters"] = .array(parameters.map(describe)) }
        if let body = operation.body {
            members["requestBody"] = ["required": .boolean(operation.isBodyRequired), "content": [operation.bodyType: ["schema": body]]]
        }
        return .object(members)
    }

    /// A server on the loopback address without accounts asks for neither.
    private static let securitySchemes: JSONValue = [
        "bearer": ["type": "http", "scheme": "bearer", "description": "An access token (POST /api/v1/tokens) or an API key."],
        "session": ["type": "apiKey", "in": "cookie", "name": .string(SessionCookie.plainName), "description": "A browser's session, without TLS."],
        "encryptedSession": [
            "type": "apiKey", "in": "cookie", "name": .string(SessionCookie.name(isSecure: true)), "description": "A browser's session, over TLS.",
        ],
    ]

    private static let idempotencyKey = Operation.Parameter(
        name: "Idempotency-Key", place: .header, summary: "Sent again with the same key, the request is carried out once and answered the same.",
        schema: ["type": "string", "minLength": 1, "maxLength": 255])

    private func describe(_ parameter: Operation.Parameter) -> JSONValue {
        [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue), "required": .boolean(parameter.place == .path),
            "description": .string(parameter.summary), "schema": parameter.schema,
        ]
    }

    private func responses(_ operation: Operation) -> JSONValue {
        var responses: [String: JSONValue] = [:]
        var success: [String: JSONValue] = ["description": .string(operation.success.reasonPhrase)]
        if let result = operation.result { success["content"] = [operation.resultType: ["schema": result]] }
        responses["\(operation.success.code)"] = .object(success)
        for status in problems(operation) {
            responses["\(status.code)"] = [
                "description": .string(status.reasonPhrase), "content": ["application/problem+json": ["schema": Schema.reference("Problem")]],
            ]
        }
        return .object(responses)
    }

    /// With those that follow from what the operation takes.
    private func problems(_ operation: Operation) -> [HTTPResponse.Status] {
        var all = operation.problems + [.unauthorized, .forbidden, .tooManyRequests, .serviceUnavailable]
        if operation.method == .post || operation.method == .patch {
            all += [.badRequest, .contentTooLarge, .unsupportedMediaType, .unprocessableContent]
        }
        if operation.method == .post { all.append(.conflict) }
        if !operation.parameters.isEmpty { all.append(.unprocessableContent) }
        return all
    }

    private var schemas: JSONValue {
        var schemas: [String: JSONValue] = [
            "Problem": Self.problem, "WebhookMessage": WebhookMessage.schema, "Workspace": Schema.row(Workspaces.columns),
        ]
        schemas["WorkspaceChange"] = Schema.input(Workspaces.columns, isChange: true)
        schemas["AccountChange"] = Schema.input(Accounts.table.fields, isChange: true)
        schemas["Proposal"] = ProposalOperations.schema
        schemas["Agent"] = AgentAnswer.schema
        schemas["AgentInput"] = Schema.input(AgentAnswer.inputs, isChange: false)
        schemas["AgentChange"] = Schema.input(Agents.table.fields, isChange: true)
        for resource in ResourceCatalog.all {
            schemas[resource.schema] = Schema.row(resource.table.columns)
            if resource.verbs.contains(.create) { schemas["\(resource.schema)Input"] = Schema.input(resource.table.fields, isChange: false) }
            if resource.verbs.contains(.change) { schemas["\(resource.schema)Change"] = Schema.input(resource.table.fields, isChange: true) }
        }
        return .object(schemas)
    }

    private static let problem: JSONValue = [
        "type": "object", "required": ["type", "title", "status", "detail"],
        "properties": [
            "type": Schema.text, "title": Schema.text, "status": Schema.integer, "detail": Schema.text, "code": Schema.text,
            "errors": Schema.list(Schema.object(["field": Schema.text, "message": Schema.text])),
        ],
    ]
}

import Domain
import HTTPTypes
import Storage

/// Receivers of messages, besides what every resource can do: the secret is there on creation and on demand.
enum WebhookOperations {
    static let all: [Operation] = [create, secret]

    private static let table = Webhooks.table
    private static let inputs = table.fields.filter { !$0.isReadOnly } + [Webhooks.secret]
    private static let withSecret: JSONValue = [
        "allOf": [Schema.reference("Webhook"), Schema.object(["secret": Schema.text])]
    ]

    static let create = Operation(
        method: .post, path: "/api/v1/webhooks", id: "createWebhook", tag: "Webhook",
        summary: "Send each message that the agents write to an address; the answer holds the secret it is signed with.",
        body: Schema.input(inputs, isChange: false), success: .created, result: withSecret
    ) { request, services in
        let values = try request.values(of: inputs)
        let given = values.text("secret")
        let secret = given.isEmpty ? WebhookSecret.random() : given
        let answers = try await services.store.commit(
            [Webhooks.insert(request.workspace, values, secret: secret, now: services.clock.now())] + request.effects)
        guard let row = answers.first?.first else { throw Problem.fault }
        return Answer.json(.created) { $0.row(row, table.columns, and: { $0.field("secret", secret) }) }
            .with(.eTag, "\"\(row.integer(table.versionIndex))\"").with(.location, "/api/v1/webhooks/\(row.integer(0))")
    }

    static let secret = Operation(
        method: .get, path: "/api/v1/webhooks/{id}/secret", id: "getWebhookSecret", tag: "Webhook",
        summary: "What the messages to a webhook are signed with (Standard Webhooks).", parameters: [.id("id", "The webhook's id.")],
        result: Schema.object(["secret": Schema.text]), problems: [.notFound]
    ) { request, services in
        let id = try request.id("id")
        guard let row = try await services.store.read(Webhooks.secret(request.workspace, id: id)).first else { throw table.notFound(id: id) }
        return .json { $0.object { $0.field("secret", row.text(0)) } }
    }
}

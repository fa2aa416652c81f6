import Domain
import HTTPTypes
import Journey
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
        body: Schema.input(inputs, isChange: false), success: .created, result: withSecret, isSecret: true
    ) { request, services in
        let values = try request.values(of: inputs)
        try await check(values, services)
        let given = values.text("secret")
        let secret = given.isEmpty ? WebhookSecret.random() : given
        let stored = try await services.vault.sealIfSetUp(Secret(secret), .webhookSecret, in: request.workspace)
        let answers = try await services.store.commit(
            [Webhooks.insert(request.workspace, values, secret: stored, now: services.clock.now())] + request.effects)
        guard let row = answers.first?.first else { throw Problem.fault }
        return Answer.json(.created) { $0.row(row, table.columns, and: { $0.field("secret", secret) }) }
            .with(.eTag, "\"\(row.integer(table.versionIndex))\"").with(.location, "/api/v1/webhooks/\(row.integer(0))")
    }

    /// Whether messages can be sent to its address: rather now than at the first delivery.
    @Sendable static func check(_ values: Table.Values, _ services: WebServices) async throws {
        if let url = values.optionalText("url") { try await services.webhooks.check(url) }
    }

    static let secret = Operation(
        method: .get, path: "/api/v1/webhooks/{id}/secret", id: "getWebhookSecret", tag: "Webhook",
        summary: "What the messages to a webhook are signed with (Standard Webhooks).", parameters: [.id("id", "The webhook's id.")],
        result: Schema.object(["secret": Schema.text]), problems: [.notFound, .conflict]
    ) { request, services in
        let id = try request.id("id")
        guard let row = try await services.store.read(Webhooks.secret(request.workspace, id: id)).first else { throw table.notFound(id: id) }
        let secret: Secret
        do { secret = try await services.vault.open(row.text(0), .webhookSecret, in: request.workspace) } catch  where error.isOfKeys {
            throw Problem(.conflict, "The secret was encrypted with another MASTER_KEY than this server has: set that one, or add the webhook anew.")
        }
        return .json { $0.object { $0.field("secret", secret.value) } }
    }
}

import Domain
import Journey

/// What the receivers of webhooks get (`DeliveryPayload`), as the document tells it.
enum WebhookMessage {
    static let webhooks: JSONValue = ["communication.created": ["post": call]]

    private static let call: JSONValue = [
        "operationId": "receiveMessage", "tags": ["Webhook"], "security": [],
        "summary": "A message that an agent has written, sent to each enabled webhook of the workspace.",
        "description": .string(
            "Messages to contacts have the direction outbound; send on those alone. What agents write to the people of the workspace "
                + "comes to the same address, with the direction internal and without a recipient. docs/self-hosting.md says how "
                + "a signature is verified, and what each answer leads to."),
        "parameters": [
            header("webhook-id", "The delivery's key, the same in every attempt: what comes again under it is the same message."),
            header("webhook-timestamp", "Seconds since 1970, of this attempt."),
            header("webhook-signature", "v1, and the Base64 of HMAC-SHA256 over id.timestamp.body (Standard Webhooks)."),
        ],
        "requestBody": ["required": true, "content": ["application/json": ["schema": Schema.reference("WebhookMessage")]]],
        "responses": [
            "2XX": ["description": "It has arrived; nothing else of the answer matters."],
            "410": ["description": "It is never wanted: it is not sent again by itself."],
            "default": ["description": "It was not taken. It is sent again, not before Retry-After; a redirect is not followed."],
        ],
    ]

    private static func header(_ name: String, _ summary: String) -> JSONValue {
        ["name": .string(name), "in": "header", "required": true, "description": .string(summary), "schema": Schema.text]
    }

    static let schema: JSONValue = [
        "type": "object", "required": ["type", "timestamp", "data"],
        "properties": [
            "type": Schema.words(["communication.created"]), "timestamp": time("When it was written."),
            "data": [
                "type": "object",
                "required": [
                    "communication_id", "run_id", "user_id", "agent_type", "body", "writer", "created_at", "direction",
                ],
                "properties": [
                    "communication_id": said(Schema.identifier, "The message's id."),
                    "run_id": said(["type": ["integer", "null"]], "The run that wrote it; null where it has been deleted."),
                    "user_id": said(Schema.identifier, "Whom it is for; of one to a contact who looks after the contact."),
                    "agent_type": said(Schema.text, "The agent's key."),
                    "subject": said(Schema.text, "One line; it is missing where the message has none."),
                    "body": said(Schema.text, "The text."),
                    "writer": said(Schema.text, "offline, or the model as provider:model."),
                    "created_at": time("When it was written."),
                    "direction": said(
                        Schema.words(["internal", "outbound"]), "outbound to a contact, internal to a person of the workspace."),
                    "recipient": recipient,
                ],
            ],
        ],
    ]

    private static let recipient: JSONValue = [
        "type": "object", "description": "Of an outbound one: the contact as it is now. It is missing where the contact has been deleted.",
        "required": ["contact_id", "name", "email"],
        "properties": ["contact_id": Schema.identifier, "name": Schema.text, "email": ["type": ["string", "null"]]],
    ]

    private static func time(_ summary: String) -> JSONValue { said(["type": "string", "format": "date-time"], summary) }

    private static func said(_ schema: JSONValue, _ summary: String) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        members["description"] = .string(summary)
        return .object(members)
    }
}

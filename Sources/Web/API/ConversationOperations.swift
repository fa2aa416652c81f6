import Domain
import HTTPTypes
import Journey
import Storage

/// Talking in a conversation of one's own choice.
enum ConversationOperations {
    static let all: [Operation] = [say]

    static let say = Operation(
        method: .post, path: "/api/v1/conversations/{id}/messages", id: "sendConversationMessage", tag: "Conversation",
        summary: "Say something in a conversation and get the answer.",
        parameters: [.id("id", "The conversation's id.")],
        body: Schema.input([ChatOperations.messageField, ChatOperations.streamField], isChange: false), success: .created,
        result: Schema.object([
            "id": Schema.identifier, "conversation_id": Schema.identifier, "user_id": Schema.identifier,
            "agent_type": Schema.words(["AGENT_RESPONSE"]),
            "message": Schema.text, "writer": Schema.text, "created_at": ["type": "string", "format": "date-time"],
            "proposals": Schema.list(Schema.identifier),
        ]),
        problems: [.notFound, .conflict, .badGateway], asksModel: true
    ) { request, services in
        let id = try request.id("id")
        let values = try request.values(of: [ChatOperations.messageField, ChatOperations.streamField])
        guard let owner = try await services.store.read(Conversations.owner(request.workspace, id: id)).first else {
            throw RowNotFound(noun: "conversation", id: id)
        }
        let person = Person(workspace: request.workspace, user: owner.integer(0))
        let answer = try await services.chat.answer(
            person, typed: values.text("message"), in: id, streams: values.integer("stream") == 1,
            permissions: Set(request.principal.permissions), effects: request.effects)
        return .json(.created) { json in
            json.object {
                $0.field("id", answer.id)
                $0.field("conversation_id", id)
                $0.field("user_id", person.user)
                $0.field("agent_type", MessageKind.agentResponse.name)
                $0.field("message", answer.message.text)
                $0.field("writer", answer.message.writer.description)
                $0.field("created_at", answer.createdAt.rfc3339)
                $0.key("proposals")
                $0.array { json in for id in answer.proposals { json.value(id) } }
            }
        }
    }
}

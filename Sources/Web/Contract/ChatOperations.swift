import Domain
import HTTPTypes
import Journey
import Storage

/// `/chat/…`, of the calls at the root.
enum ChatOperations {
    static let messageField = Field.required("message", .text(1...Chat.longestMessage), "What the person says.")
    private static let userField = Field.required("user_id", .integer(Field.identifiers), "Who says it.")

    static let streamField = Field.optional(
        "stream", .boolean, "Whether those who follow the history with words=true are told the answer as it is being written.", initial: .integer(0))

    static let all: [Operation] = [message, history]

    static let message = Operation(
        method: .post, path: "/chat/message", id: "sendChatMessage", tag: "Chat", summary: "Say something and get the answer.",
        body: Schema.input([userField, messageField, streamField], isChange: false, ignoresOthers: true),
        result: Schema.object(["user_id": Schema.identifier, "message": Schema.text, "agent_type": Schema.words(["AGENT_RESPONSE"])]),
        problems: [.notFound, .conflict, .badGateway], asksModel: true
    ) { request, services in
        let values = try request.values(of: [userField, messageField, streamField], ignoresOthers: true)
        try request.mustReach(user: values.integer("user_id"))
        let person = Person(workspace: request.workspace, user: values.integer("user_id"))
        let answer = try await services.chat.answer(
            person, typed: values.text("message"), streams: values.integer("stream") == 1,
            permissions: Set(request.principal.permissions), effects: request.effects)
        return .json { json in
            json.object {
                $0.field("user_id", person.user)
                $0.field("message", answer.message.text)
                $0.field("agent_type", MessageKind.agentResponse.name)
            }
        }
    }

    static let history = Operation(
        method: .get, path: "/chat/history/{user_id}", id: "getChatHistory", tag: "Chat",
        summary: "A person's messages and what was written to them, newest first.",
        parameters: [
            .id("user_id", "Whose history."),
            .query("limit", "How many messages.", ["type": "integer", "minimum": 1, "maximum": 1000, "default": 50]),
        ],
        result: Schema.object([
            "user_id": Schema.identifier,
            "messages": Schema.list(
                Schema.object([
                    "id": Schema.identifier, "agent_type": Schema.text, "message": Schema.text, "created_at": Schema.text,
                ])),
        ]),
        problems: [.notFound]
    ) { request, services in
        let person = try request.person()
        let limit = try request.integer(query: "limit", in: 1...1000, default: 50)
        if let body = try await services.chatHistory.body(person, limit: limit) { return Answer(json: body) }
        try await services.mustKnow(person)
        return Answer(json: ChatHistory.json(of: person, []))
    }
}

extension WebServices {
    /// - Throws: `RowNotFound` for an unknown person.
    func mustKnow(_ person: Person) async throws {
        guard try await !store.read(Users.exists(person)).isEmpty else { throw RowNotFound(noun: "user", id: person.user) }
    }
}

import Domain
import HTTPTypes
import Journey
import NIOCore
import Storage

/// A person's history as it grows: over a WebSocket, or as server-sent events.
enum LiveOperations {
    static let all: [Operation] = [socket, events]

    private static let after = Operation.Parameter.query(
        "after", "The last message seen, to be told what came after it; without it, what comes from now on.", Schema.identifier)
    private static let words = Operation.Parameter.query(
        "words",
        "Whether answers that were asked for with stream are told as they are being written: {\"type\": \"answer\", \"answer\": {key, question_id, "
            + "conversation_id, text, is_start, is_over, tools}}. The text goes on from what the key's last one said, or with is_start begins anew.",
        ["type": "boolean"])
    private static let drafts = Operation.Parameter.query(
        "drafts",
        "Whether it is told how many drafts of the person's wait for a decision, at first and whenever some come or go: "
            + "{\"type\": \"drafts\", \"drafts\": {count, newest_id}}, as GET /api/v1/drafts/count tells it.",
        ["type": "boolean"])
    private static let lastEventID = HTTPField.Name("Last-Event-ID")!
    private static let messages = "Each message is {\"type\": \"message\", \"message\": a Communication}; one may come again, its id tells."

    /// A request that becomes a WebSocket never gets here.
    static let socket = Operation(
        method: .get, path: LiveSockets.path, id: "openSocket", tag: "Conversation",
        summary: "Follow a person's history over a WebSocket. \(messages)",
        parameters: [.query("user_id", "Whose history.", Schema.identifier), after, words, drafts], success: .switchingProtocols,
        problems: [.notFound, .upgradeRequired]
    ) { request, services in
        let user = try request.integer(query: "user_id", in: Field.identifiers, default: request.principal.user)
        _ = try request.integer(query: "after", in: Field.identifiers, default: 1)
        try await services.mustKnow(Person(workspace: request.workspace, user: user))
        throw Problem(.upgradeRequired, "This address speaks WebSocket only (version 13, with a user_id).", headers: [.upgrade: "websocket"])
    }

    static let events = Operation(
        method: .get, path: "/api/v1/users/{id}/events", id: "followHistory", tag: "Conversation",
        summary: "Follow a person's history as server-sent events. \(messages)",
        parameters: [
            .id("id", "Whose history."), after, words, drafts,
            Operation.Parameter(
                name: "Last-Event-ID", place: .header, summary: "As after, sent by browsers that come back.", schema: ["type": "string"]),
        ],
        result: Schema.text, resultType: "text/event-stream", problems: [.notFound]
    ) { request, services in
        let person = try request.person("id")
        try await services.mustKnow(person)
        let seen = try request.query("after").map { _ in try request.integer(query: "after", in: Field.identifiers, default: 1) }
        let last = request.head.headerFields[lastEventID].flatMap { Int64($0) } ?? seen
        let words = try request.flag(query: "words")
        let drafts = try request.flag(query: "drafts")
        let watch = services.watch(Credential(request.head, from: request.client), of: request.principal)
        return Answer(contentType: "text/event-stream") { write in
            var watch = watch
            // Shows at once that it has begun.
            try await write(ByteBuffer(string: ": following\n\n"))
            try await services.feed.follow(person, after: last, words: words, drafts: drafts) { news in
                try await watch.look()
                var events = ByteBuffer()
                for row in news.messages { events.writeImmutableBuffer(LiveMessage.event(row)) }
                for part in news.parts { events.writeImmutableBuffer(LiveMessage.event(LiveMessage.json(part))) }
                if let drafts = news.drafts { events.writeImmutableBuffer(LiveMessage.event(LiveMessage.json(drafts))) }
                // A comment now and then keeps proxies from hanging up, and shows whether the reader is still there.
                try await write(news.isEmpty ? ByteBuffer(string: ":\n\n") : events)
            }
        }
    }
}

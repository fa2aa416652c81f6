import Domain
import Foundation

extension WireFormat {
    /// The document of one event.
    func document<Document: Decodable>(_ type: Document.Type, of event: ServerSentEvent) throws -> Document {
        try JSONDecoder().decode(type, from: Data(event.data.utf8))
    }
}

extension CompletionRequest {
    /// The system's messages as one text, for providers that keep it apart from the conversation; nil where there is none.
    var instructions: String? {
        let texts = messages.filter { $0.role == .system }.map(\.content)
        return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
    }

    /// The conversation in turns: what one side says at a stretch, its tools' results among the user's. It begins with the
    /// user, as these providers want it.
    var turns: [(isUsers: Bool, messages: [Message])] {
        var turns: [(isUsers: Bool, messages: [Message])] = []
        for message in messages where message.role != .system {
            let isUsers = message.role != .assistant
            if turns.isEmpty, !isUsers { turns.append((true, [Message(.user, "(Earlier messages are left out.)")])) }
            if turns.last?.isUsers == isUsers { turns[turns.count - 1].messages.append(message) } else { turns.append((isUsers, [message])) }
        }
        return turns
    }
}

extension JSONWriter {
    mutating func field(_ name: String, decimal number: Double) {
        key(name)
        raw("\(number)")
    }

    /// A tool's arguments as text that holds JSON.
    mutating func field(_ name: String, text arguments: [String: JSONValue]) {
        var json = JSONWriter(capacity: 64)
        json.value(arguments)
        field(name, String(decoding: json.bytes, as: UTF8.self))
    }
}

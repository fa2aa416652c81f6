import Domain
import NIOCore

/// A part of an answer that is of another type than the same part of every other answer.
struct WrongType: Error, Equatable {
    var name: String
}

/// Far beyond what any model reads or writes at once.
private let mostTokens: Int64 = 1_000_000_000

extension WireFormat {
    /// What a model says may hold U+0000, which no database of ours is given, and what steers a terminal.
    func document(_ body: ByteBuffer) throws -> JSONValue { try body.withUnsafeReadableBytes { try JSONReader.value($0) }.withoutSteering }
    func document(_ event: ServerSentEvent) throws -> JSONValue { try JSONReader.value(event.data).withoutSteering }
}

/// Members that may be missing, or null, which is the same; what is there is of its type.
///
/// - Throws: `WrongType`.
extension JSONValue {
    func member(_ name: String) throws -> JSONValue? {
        guard case .object(let members) = self else { throw WrongType(name: name) }
        return members[name].flatMap { $0 == .null ? nil : $0 }
    }

    func text(_ name: String) throws -> String? {
        guard let value = try member(name) else { return nil }
        guard case .string(let text) = value else { throw WrongType(name: name) }
        return text
    }

    func integer(_ name: String) throws -> Int64? {
        guard let value = try member(name) else { return nil }
        guard case .integer(let number) = value else { throw WrongType(name: name) }
        return number
    }

    /// A count of tokens. What no model can take is no count: it is as if the provider had told none.
    func tokens(_ name: String) throws -> Int64? {
        switch try member(name) {
        case nil, .number: nil
        case .integer(let count): (0...mostTokens).contains(count) ? count : nil
        default: throw WrongType(name: name)
        }
    }

    func flag(_ name: String) throws -> Bool? {
        guard let value = try member(name) else { return nil }
        guard case .boolean(let flag) = value else { throw WrongType(name: name) }
        return flag
    }

    func list<Item>(_ name: String, of item: (JSONValue) throws -> Item) throws -> [Item]? {
        guard let value = try member(name) else { return nil }
        guard case .array(let items) = value else { throw WrongType(name: name) }
        return try items.map(item)
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
    mutating func field(_ name: StaticString, text arguments: [String: JSONValue]) {
        var json = JSONWriter(capacity: 64)
        json.value(arguments)
        field(name, String(decoding: json.bytes, as: UTF8.self))
    }
}

import Domain

/// The body of `POST /chat/completions`, as far as we use it.
struct ChatRequest {
    struct Message {
        var role: String
        var content: String
    }

    var model: String
    var messages: [Message]
    var max_tokens: Int?
    var max_completion_tokens: Int?

    var json: [UInt8] {
        var json = JSONWriter(capacity: 512 + messages.reduce(0) { $0 + $1.content.utf8.count })
        json.object {
            $0.field("model", model)
            $0.key("messages")
            $0.array { json in for message in messages { json.object { message.write(to: &$0) } } }
            if let max_tokens { $0.field("max_tokens", Int64(max_tokens)) }
            if let max_completion_tokens { $0.field("max_completion_tokens", Int64(max_completion_tokens)) }
        }
        return json.bytes
    }
}

extension ChatRequest.Message {
    fileprivate func write(to json: inout JSONWriter) {
        json.field("role", role)
        json.field("content", content)
    }
}

/// The answer to it. Everything may be missing: servers differ, and `ChatAnswer` says what is wrong.
struct ChatResponse: Decodable {
    struct Choice: Decodable {
        struct Message: Decodable {
            var content: String?
            var refusal: String?
        }

        var message: Message?
        var finish_reason: String?
    }

    struct Usage: Decodable {
        var prompt_tokens: Int64?
        var completion_tokens: Int64?
    }

    var choices: [Choice]?
    var usage: Usage?
    var model: String?
    var error: ErrorText?
}

/// What an error answer says: `{"error":{"message","code"}}`, or the plainer forms of other servers.
struct ErrorResponse: Decodable {
    var error: ErrorText?
    var message: String?
    var detail: String?

    var text: String? { error?.message ?? message ?? detail }

    private enum Key: CodingKey { case error, message, detail }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        error = try? values.decode(ErrorText.self, forKey: .error)
        message = try? values.decode(String.self, forKey: .message)
        detail = try? values.decode(String.self, forKey: .detail)
    }
}

struct ErrorText: Decodable {
    var message: String
    var code: String?

    private enum Key: CodingKey { case message, code }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            message = text
            return
        }
        let values = try decoder.container(keyedBy: Key.self)
        message = (try? values.decode(String.self, forKey: .message)) ?? ""
        code = try? values.decode(String.self, forKey: .code)
    }
}

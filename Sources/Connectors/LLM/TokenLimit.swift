import Domain

extension ChatRequest {
    /// `max_tokens` is the name that every compatible server knows. OpenAI's own reasoning models refuse it, and
    /// spend from `max_completion_tokens` on thinking as well, so that they are given room for it.
    init(_ request: CompletionRequest, model: String) {
        self.model = model
        messages = request.messages.map { Message(role: $0.role.rawValue, content: $0.content) }
        if reasons(model) {
            max_completion_tokens = request.maxTokens + roomForThinking
        } else {
            max_tokens = request.maxTokens
        }
    }
}

/// Whether it is one of OpenAI's models that think first: `o1`, `o3-mini`, `gpt-5` and on.
private func reasons(_ model: String) -> Bool {
    if model.hasPrefix("gpt-5") { return true }
    let name = model.utf8
    return name.first == UInt8(ascii: "o") && name.dropFirst().first.map { (0x30...0x39).contains($0) } == true
}

private let roomForThinking = 4000

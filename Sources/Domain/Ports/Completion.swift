/// What a model answered.
package struct Completion: Equatable, Sendable {
    /// The model's whole answer, trimmed, and never empty unless it asks for tools; JSON where a schema was asked for.
    package var text: String
    /// The tools it asks for, in its order; none unless some were offered.
    package var toolCalls: [ToolCall]
    /// Tokens of the prompt and of the answer as the provider counted them; nil where it did not say.
    package var tokensIn: Int64?
    package var tokensOut: Int64?
    /// The model that answered, as the provider names it.
    package var model: String
    /// Who answered, where several might have.
    package var writer: WriterName?

    package init(text: String, toolCalls: [ToolCall] = [], tokensIn: Int64? = nil, tokensOut: Int64? = nil, model: String) {
        self.text = text
        self.toolCalls = toolCalls
        self.tokensIn = tokensIn
        self.tokensOut = tokensOut
        self.model = model
    }
}

/// A model's wish that a tool be run. Its arguments are data from outside: they fit the tool's schema only if somebody checks.
package struct ToolCall: Equatable, Sendable {
    /// Tells the calls of one answer apart.
    package var id: String
    package var name: String
    package var arguments: [String: JSONValue]
    /// What the provider wants to see again with this call, unread by us.
    package var signature: String?

    package init(id: String, name: String, arguments: [String: JSONValue], signature: String? = nil) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.signature = signature
    }
}

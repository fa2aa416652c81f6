/// What a model is asked: a conversation, and what the answer may be.
package struct CompletionRequest: Equatable, Sendable {
    package enum Role: String, Sendable { case system, user, assistant, tool }

    package struct Message: Equatable, Sendable {
        package var role: Role
        package var content: String
        /// The tools that an assistant's message asked for.
        package var toolCalls: [ToolCall]
        /// The call that a tool's message answers.
        package var answeredCall: ToolCall?

        package init(_ role: Role, _ content: String) {
            self.init(role: role, content: content)
        }

        private init(role: Role, content: String, toolCalls: [ToolCall] = [], answeredCall: ToolCall? = nil) {
            self.role = role
            self.content = content
            self.toolCalls = toolCalls
            self.answeredCall = answeredCall
        }

        /// The model's own turn, to go on from it.
        package static func answer(_ completion: Completion) -> Message {
            Message(role: .assistant, content: completion.text, toolCalls: completion.toolCalls)
        }

        /// What a tool gave. A model expects one for each call of its last turn, right after it.
        package static func result(of call: ToolCall, _ content: String) -> Message {
            Message(role: .tool, content: content, answeredCall: call)
        }
    }

    package var messages: [Message]
    /// The most tokens the answer may have.
    package var maxTokens: Int
    /// How freely the model chooses its words, from 0 on; nil for what is usual with the model.
    package var temperature: Double?
    /// The tools that the model may ask for; whoever offers some must be ready for an answer that calls them.
    package var tools: [ToolDefinition]
    /// What an answer in JSON is to look like; nil for plain text.
    package var schema: OutputSchema?
    /// Who pays; nil for what is in nobody's books, such as a check of the settings.
    package var account: CallAccount?
    /// Whether somebody else is asked where this one cannot be.
    package var hasAlternative = false

    package init(
        messages: [Message], maxTokens: Int = 800, tools: [ToolDefinition] = [], schema: OutputSchema? = nil, account: CallAccount? = nil
    ) {
        self.messages = messages
        self.maxTokens = maxTokens
        self.tools = tools
        self.schema = schema
        self.account = account
    }
}

/// A tool that a model may ask for. It never runs anything by itself: the caller decides, and checks the arguments.
package struct ToolDefinition: Equatable, Sendable {
    /// Letters, digits, `_` and `-`, at most 64 of them: what every provider takes.
    package var name: String
    package var description: String
    /// The JSON schema of its arguments, an object's. Text, because models follow the order of its properties.
    package var parameters: String

    package init(name: String, description: String, parameters: String) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}

/// The JSON schema of a structured answer.
///
/// All providers take a schema whose objects list every property as required and allow no others.
package struct OutputSchema: Equatable, Sendable {
    /// Letters, digits, `_` and `-`.
    package var name: String
    package var json: String

    package init(name: String, json: String) {
        self.name = name
        self.json = json
    }
}

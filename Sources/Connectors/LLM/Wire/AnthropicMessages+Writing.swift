import Domain

extension AnthropicMessages {
    /// The provider's own client knows of none any more.
    func takesTemperature(model: String) -> Bool { false }

    func write(_ request: CompletionRequest, model: String, streamed: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.field("model", model)
            json.field("max_tokens", Int64(outputLimit(of: request, model: model)))
            if let instructions = request.instructions { json.field("system", instructions) }
            json.key("messages")
            json.array { json in
                for turn in request.turns {
                    json.object { json in
                        json.field("role", turn.isUsers ? "user" : "assistant")
                        json.key("content")
                        json.array { json in for message in turn.messages { write(message, to: &json) } }
                    }
                }
            }
            write(request.tools, to: &json)
            if let schema = request.schema { write(schema, to: &json) }
            if streamed { json.field("stream", true) }
        }
    }

    /// A message is blocks here: words, calls of tools, their results. A block of words must not be empty.
    private func write(_ message: CompletionRequest.Message, to json: inout JSONWriter) {
        if let call = message.answeredCall {
            json.object {
                $0.field("type", "tool_result"); $0.field("tool_use_id", call.id); $0.field("content", message.content)
            }
            return
        }
        if !message.content.isEmpty {
            json.object {
                $0.field("type", "text"); $0.field("text", message.content)
            }
        }
        for call in message.toolCalls {
            json.object { json in
                json.field("type", "tool_use")
                json.field("id", call.id)
                json.field("name", call.name)
                json.key("input")
                json.value(call.arguments)
            }
        }
    }

    private func write(_ tools: [ToolDefinition], to json: inout JSONWriter) {
        guard !tools.isEmpty else { return }
        json.key("tools")
        json.raw(Self.tools.json(of: tools, Self.list))
    }

    private static let tools = WrittenTools()

    private static func list(_ tools: [ToolDefinition], to json: inout JSONWriter) {
        json.array { json in
            for tool in tools {
                json.object { json in
                    json.field("name", tool.name)
                    json.field("description", tool.description)
                    json.key("input_schema")
                    json.raw(tool.parameters)
                }
            }
        }
    }

    private func write(_ schema: OutputSchema, to json: inout JSONWriter) {
        json.key("output_config")
        json.object { json in
            json.key("format")
            json.object {
                $0.field("type", "json_schema"); $0.key("schema"); $0.raw(schema.json)
            }
        }
    }
}

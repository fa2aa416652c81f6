import Domain

extension OpenAIResponses {
    func outputLimit(of request: CompletionRequest, model: String) -> Int { request.maxTokens + (thinksFirst(model) ? roomForThinking : 0) }

    func takesTemperature(model: String) -> Bool { !thinksFirst(model) }

    func write(_ request: CompletionRequest, model: String, streamed: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.field("model", model)
            if let instructions = request.instructions { json.field("instructions", instructions) }
            json.key("input")
            json.array { json in for message in request.messages where message.role != .system { write(message, to: &json) } }
            json.field("max_output_tokens", Int64(outputLimit(of: request, model: model)))
            if let temperature = request.temperature { json.field("temperature", decimal: temperature) }
            // What people said stays with us.
            json.field("store", false)
            write(request.tools, to: &json)
            if let schema = request.schema { write(schema, to: &json) }
            if streamed { json.field("stream", true) }
        }
    }

    /// Calls of tools and their results are items of their own here.
    private func write(_ message: CompletionRequest.Message, to json: inout JSONWriter) {
        if let call = message.answeredCall {
            json.object { json in
                json.field("type", "function_call_output")
                json.field("call_id", call.id)
                json.field("output", message.content)
            }
            return
        }
        if !message.content.isEmpty {
            json.object {
                $0.field("role", message.role.rawValue); $0.field("content", message.content)
            }
        }
        for call in message.toolCalls {
            json.object { json in
                json.field("type", "function_call")
                json.field("call_id", call.id)
                json.field("name", call.name)
                json.field("arguments", text: call.arguments)
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
                    json.field("type", "function")
                    json.field("name", tool.name)
                    json.field("description", tool.description)
                    json.key("parameters")
                    json.raw(tool.parameters)
                    // Strict is the default here, and refuses schemas with optional properties.
                    json.field("strict", false)
                }
            }
        }
    }

    private func write(_ schema: OutputSchema, to json: inout JSONWriter) {
        json.key("text")
        json.object { json in
            json.key("format")
            json.object { json in
                json.field("type", "json_schema")
                json.field("name", schema.name)
                json.field("strict", true)
                json.key("schema")
                json.raw(schema.json)
            }
        }
    }
}

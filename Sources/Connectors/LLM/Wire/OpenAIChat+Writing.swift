import Domain

extension OpenAIChat {
    func write(_ message: CompletionRequest.Message, to json: inout JSONWriter) {
        json.field("role", message.role.rawValue)
        json.field("content", message.content)
        if let call = message.answeredCall { json.field("tool_call_id", call.id) }
        guard !message.toolCalls.isEmpty else { return }
        json.key("tool_calls")
        json.array { json in
            for call in message.toolCalls {
                json.object { json in
                    json.field("id", call.id)
                    json.field("type", "function")
                    json.key("function")
                    json.object {
                        $0.field("name", call.name); $0.field("arguments", text: call.arguments)
                    }
                }
            }
        }
    }

    func write(_ tools: [ToolDefinition], to json: inout JSONWriter) {
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
                    json.key("function")
                    json.object { json in
                        json.field("name", tool.name)
                        json.field("description", tool.description)
                        json.key("parameters")
                        json.raw(tool.parameters)
                    }
                }
            }
        }
    }

    func write(_ schema: OutputSchema, to json: inout JSONWriter) {
        json.key("response_format")
        json.object { json in
            json.field("type", "json_schema")
            json.key("json_schema")
            json.object { json in
                json.field("name", schema.name)
                json.field("strict", true)
                json.key("schema")
                json.raw(schema.json)
            }
        }
    }
}

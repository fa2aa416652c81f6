import Domain

extension GeminiContent {
    func outputLimit(of request: CompletionRequest, model: String) -> Int { request.maxTokens + (thinks(model) ? roomForThinking : 0) }

    func write(_ request: CompletionRequest, model: String, streamed: Bool, to json: inout JSONWriter) {
        json.object { json in
            if let instructions = request.instructions {
                json.key("systemInstruction")
                json.object { writeParts(to: &$0) { $0.object { $0.field("text", instructions) } } }
            }
            json.key("contents")
            json.array { json in
                for turn in request.turns {
                    json.object { json in
                        json.field("role", turn.isUsers ? "user" : "model")
                        writeParts(to: &json) { json in for message in turn.messages { write(message, to: &json) } }
                    }
                }
            }
            write(request.tools, to: &json)
            json.key("generationConfig")
            json.object { json in
                json.field("maxOutputTokens", Int64(outputLimit(of: request, model: model)))
                if let temperature = request.temperature { json.field("temperature", decimal: temperature) }
                guard let schema = request.schema else { return }
                json.field("responseMimeType", "application/json")
                json.key("responseJsonSchema")
                json.raw(schema.json)
            }
        }
    }

    private func writeParts(to json: inout JSONWriter, _ parts: (inout JSONWriter) -> Void) {
        json.key("parts")
        json.array(parts)
    }

    private func write(_ message: CompletionRequest.Message, to json: inout JSONWriter) {
        if let call = message.answeredCall {
            json.object { json in
                json.key("functionResponse")
                json.object { json in
                    writeName(of: call, to: &json)
                    json.key("response")
                    json.object { $0.field("output", message.content) }
                }
            }
            return
        }
        if !message.content.isEmpty { json.object { $0.field("text", message.content) } }
        for call in message.toolCalls {
            json.object { json in
                json.key("functionCall")
                json.object { json in
                    writeName(of: call, to: &json)
                    json.key("args")
                    json.value(call.arguments)
                }
                if let signature = call.signature { json.field("thoughtSignature", signature) }
            }
        }
    }

    /// The name, and the id where the model gave one.
    private func writeName(of call: ToolCall, to json: inout JSONWriter) {
        if !call.id.hasPrefix(ownID) { json.field("id", call.id) }
        json.field("name", call.name)
    }

    private func write(_ tools: [ToolDefinition], to json: inout JSONWriter) {
        guard !tools.isEmpty else { return }
        json.key("tools")
        json.raw(Self.tools.json(of: tools, Self.list))
    }

    private static let tools = WrittenTools()

    private static func list(_ tools: [ToolDefinition], to json: inout JSONWriter) {
        json.array {
            $0.object { json in
                json.key("functionDeclarations")
                json.array { json in
                    for tool in tools {
                        json.object { json in
                            json.field("name", tool.name)
                            json.field("description", tool.description)
                            json.key("parametersJsonSchema")
                            json.raw(tool.parameters)
                        }
                    }
                }
            }
        }
    }
}

/// Gemini's models think first from 2.5 on.
private func thinks(_ model: String) -> Bool {
    !["gemini-1", "gemini-2.0", "gemma"].contains { model.hasPrefix($0) }
}

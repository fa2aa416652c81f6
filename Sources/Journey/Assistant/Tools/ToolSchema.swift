import Domain
import Storage

extension Tool {
    /// What a model is told of the tool.
    var definition: ToolDefinition { ToolDefinition(name: name, description: purpose, parameters: ToolSchema.json(arguments)) }
}

/// The JSON schema of a tool's arguments, in their order, as text.
enum ToolSchema {
    static func json(_ fields: [Field]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("type", "object")
            json.key("properties")
            json.object { json in
                for field in fields {
                    json.key(field.name)
                    json.object { property(field, &$0) }
                }
            }
            json.key("required")
            json.array { json in for field in fields where field.isRequired { json.value(field.name) } }
            json.field("additionalProperties", false)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private static func property(_ field: Field, _ json: inout JSONWriter) {
        switch field.kind {
        case .reference, .integer: json.field("type", "integer")
        case .boolean: json.field("type", "boolean")
        case .choice(let words):
            json.field("type", "string")
            json.key("enum")
            json.array { json in for word in words { json.value(word) } }
        default: json.field("type", "string")
        }
        let form = field.kind == .date ? " As 2026-01-31." : ""
        json.field("description", field.summary + form)
    }
}

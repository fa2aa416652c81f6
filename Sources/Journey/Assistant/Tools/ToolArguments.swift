import Domain
import Foundation
import Storage

/// A tool's arguments: checked when they come from a model, and again when they come from the row that kept them.
enum ToolArguments {
    /// - Throws: `ValidationError`, whose sentences a model can act on.
    static func checked(_ arguments: [String: JSONValue], for tool: any Tool) throws(ValidationError) -> Table.Values {
        try tool.arguments.values(in: arguments, of: "the tool \(tool.name)")
    }

    /// The same arguments always give the same text.
    static func text(_ values: Table.Values, for tool: any Tool) -> String {
        var json = JSONWriter()
        json.object { json in
            for field in tool.arguments { if let value = values[field.name], value != .null { json.column(field, value) } }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// - Throws: `ValidationError` for what a tool of this version does not take any more.
    static func values(_ text: String, for tool: any Tool) throws -> Table.Values {
        guard let members = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else {
            throw ValidationError(field: "arguments", "The arguments of the proposal can't be read: ask again.")
        }
        return try checked(members, for: tool)
    }
}

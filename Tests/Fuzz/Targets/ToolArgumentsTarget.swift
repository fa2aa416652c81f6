import Domain
import Storage

@testable import Journey

extension FuzzTarget {
    /// Arguments that a model gives a tool: what is taken is kept as a text that is read as the same. The first byte chooses the tool.
    static let toolArguments = FuzzTarget(
        "tool-arguments", longest: 1 << 18,
        words: ["{", "}", ":", ",", "\"", "null", "true", "[", "]", "-1", "9007199254740992", "2026-01-31", "done", "won"]
            + tools.flatMap { $0.arguments.map { "\"\($0.name)\":" } }
    ) { bytes in
        guard let first = bytes.first else { return }
        let tool = tools[Int(first) % tools.count]
        guard case .object(let members)? = try? bytes.dropFirst().withUnsafeBytes(JSONReader.value) else { return }
        let values: Table.Values
        do throws(ValidationError) { values = try ToolArguments.checked(members, for: tool) } catch {
            return try hold(
                !error.issues.isEmpty
                    && error.issues.allSatisfy { (members[$0.field] != nil || isArgument($0.field, of: tool)) && !$0.message.isEmpty },
                "a refusal names what is wrong")
        }
        let text = ToolArguments.text(values, for: tool)
        let again = try ToolArguments.values(text, for: tool)
        try hold(ToolArguments.text(again, for: tool) == text, "what is kept of arguments is read as the same: \(text)")
    }

    private static func isArgument(_ name: String, of tool: any Tool) -> Bool { tool.arguments.contains { $0.name == name } }

    private static let tools: [any Tool] = ToolCatalog.reading as [any Tool] + ToolCatalog.changing as [any Tool]
}

import Domain
import Storage

/// A wish about to be carried out: its arguments are checked anew.
struct ToolChange {
    let statements: [SQL]
    let signal: Signal?
    /// What came of it, once the statements are committed.
    let result: String

    /// - Throws: `ValidationError`, `AgentNotFound`, `StoreError`.
    init(_ wish: ToolWish, _ bench: ToolBench) async throws {
        guard let tool = ToolCatalog.changing(wish.tool) else {
            throw ValidationError(field: "tool", "The assistant has no tool \(wish.tool) any more: ask again.")
        }
        try bench.check(tool)
        let arguments = try ToolArguments.values(wish.arguments, for: tool)
        statements = try await tool.statements(arguments, version: wish.version, bench)
        signal = tool.signal
        result = "Done: \(wish.sentence)"
    }
}

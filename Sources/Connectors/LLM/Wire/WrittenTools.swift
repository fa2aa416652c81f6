import Domain
import Synchronization

/// Tools as a wire format writes them, kept: nearly every request offers the same.
final class WrittenTools: Sendable {
    private let last = Mutex<(tools: [ToolDefinition], json: String)>(([], "[]"))

    /// The JSON that `write` makes of these tools.
    func json(of tools: [ToolDefinition], _ write: ([ToolDefinition], inout JSONWriter) -> Void) -> String {
        let known = last.withLock(\.self)
        if known.tools == tools { return known.json }
        var json = JSONWriter(capacity: 4096)
        write(tools, &json)
        let text = String(decoding: json.bytes, as: UTF8.self)
        last.withLock { $0 = (tools, text) }
        return text
    }
}

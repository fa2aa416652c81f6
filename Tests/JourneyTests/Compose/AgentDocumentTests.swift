import Foundation
import Testing

@testable import Journey

@Suite struct `The page about agents` {
    @Test func `lists exactly the variables there are`() throws {
        let rows = try page().split(separator: "\n").drop { !$0.hasPrefix("| variable |") }.dropFirst(2)
        let documented = rows.map(String.init)
        #expect(documented.prefix { $0.hasPrefix("|") } == TemplateVariable.all.map(line)[...])
        let ofContacts = documented.drop { !$0.hasPrefix("| contact's variable |") }.dropFirst(2).prefix { $0.hasPrefix("|") }
        #expect(Array(ofContacts) == TemplateVariable.ofContacts.map(line))
    }

    private func line(_ variable: TemplateVariable) -> String { "| `\(variable.name)` | \(variable.summary) |" }

    @Test func `shows a template that can be used`() throws {
        let example = try page().split(separator: "\n").filter { $0.hasPrefix("    ") && $0.contains("{{") }
        let text = example.map { $0.dropFirst(4) }.joined(separator: "\n")
        #expect(try MessageTemplate(text).message(for: ComposeFixture.empty(), seed: 1) == "Good morning. Nothing is due today.")
    }

    private func page() throws -> String {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        return try String(contentsOf: root.appending(path: "docs/agents.md"), encoding: .utf8)
    }
}

import Domain
import Foundation
import Storage
import Testing

@testable import Journey

@Suite struct `The page about imports` {
    @Test(arguments: ImportKind.allCases) func `has every column of a file, and every word that one may hold`(kind: ImportKind) throws {
        let rows = try table(of: kind)
        for column in ImportColumn.all(of: kind) { #expect(rows.contains("`\(column.name)`"), "\(kind.rawValue).\(column.name)") }
        for field in kind.table.fields where !field.isReadOnly {
            guard case .choice(let words) = field.kind else { continue }
            for word in words { #expect(rows.contains("`\(word)`"), "\(kind.rawValue).\(field.name)") }
        }
        for name in kind.required { #expect(rows.contains("**`\(name)`**"), "\(kind.rawValue).\(name) is needed") }
    }

    /// The rows of a kind, and those of all.
    private func table(of kind: ImportKind) throws -> String {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let page = try String(contentsOf: root.appending(path: "docs/imports.md"), encoding: .utf8)
        var (file, rows) = ("", "")
        for line in page.split(separator: "\n").drop(while: { !$0.hasPrefix("| file | column") }).prefix(while: { $0.hasPrefix("|") }) {
            let first = line.dropFirst().prefix { $0 != "|" }.trimmingCharacters(in: .whitespaces)
            if !first.isEmpty { file = first }
            if file.hasPrefix("all") || file == kind.rawValue { rows += line + "\n" }
        }
        return rows
    }
}

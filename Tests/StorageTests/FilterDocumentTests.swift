import Domain
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct `The page about filters` {
    @Test func `lists exactly the fields there are`() throws {
        let schema = AudienceSubject.contacts.schema
        let fields = ([schema.subject] + schema.related).flatMap { record in
            record.fields.map { line(record.name, $0.name, $0.kind) }
        }
        let shorthands = schema.shorthands.map { line(schema.subject.name, $0.name, $0.field.kind) }
        let rows = try page().split(separator: "\n").drop { !$0.hasPrefix("| record |") }.dropFirst(2)
        #expect(rows.map(String.init) == fields + shorthands)
    }

    @Test func `shows filters that are read and run on both databases`() async throws {
        let examples = try page().split(separator: "\n").filter { $0.hasPrefix("    ") }.map { $0.trimmingCharacters(in: .whitespaces) }
        let filters = examples.prefix { !$0.hasPrefix("filter ") }
        #expect(filters.count == 4)
        for kind in DatabaseKind.allCases {
            try await TemporaryDatabase.with(kind) { database in
                for text in filters {
                    let audience = AudienceFilter(try AudienceSubject.contacts.filter(text), in: .first, at: FilterRows.moment)
                    let rows = try await database.store.read(AudienceQuery(audience).count)
                    #expect(rows == [Row([.integer(0)])])
                }
            }
        }
    }

    private func line(_ record: String, _ field: String, _ kind: FilterField.Kind) -> String {
        "| \(record) | `\(field)` | \(self.kind(kind)) |"
    }

    private func kind(_ kind: FilterField.Kind) -> String {
        switch kind {
        case .text: "text"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .number: "number"
        case .flag: "flag"
        case .day: "day"
        case .instant: "time"
        }
    }

    private func page() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/filters.md"), encoding: .utf8)
    }
}

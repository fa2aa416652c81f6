import ArgumentParser
import Domain
import Storage

/// How a command lists the rows of a table.
struct ListOptions: ParsableArguments {
    @Option(help: "How many at most.") var limit = 50
    @Flag(help: "Print one JSON object a line.") var json = false

    /// Prints the newest rows, as JSON or as `line` says.
    ///
    /// - Parameter name: the field that `state` is a value of.
    func list(_ table: Table, state: String?, in name: String = "state", _ options: WorkspaceOptions, line: (PrintedRow) -> String) async throws {
        try await report {
            guard let id = table.field("id") else { return }
            var query = ListQuery(sort: id, isDescending: true, limit: max(1, limit))
            if let state, let field = table.field(name) { query.filters = [(field, try field.value(ofText: state))] }
            let wiring = try await Wiring(options)
            let statement = table.list(options.id, query)
            let rows = try await closing(wiring) { try await wiring.store.read(statement) }
            for row in rows.prefix(query.limit) {
                let printed = PrintedRow(columns: table.columns, row: row)
                json ? try sayJSON(printed) : say(line(printed).trimmed)
            }
            if json { return }
            if rows.isEmpty { say("There is none.") }
            if rows.count > query.limit { say("There are more: --limit shows them.") }
        }
    }
}

/// A row as commands print it: times as RFC 3339, flags as true or false.
struct PrintedRow: Encodable {
    let columns: [Field]
    let row: Row

    /// On one line; empty for null.
    subscript(name: String) -> String { whole(name).onOneLine }

    /// The same as it is recorded.
    func whole(_ name: String) -> String {
        guard let index = columns.firstIndex(where: { $0.name == name }) else { return "" }
        return text(row[index], columns[index].kind) ?? ""
    }

    private func text(_ value: SQLValue, _ kind: Field.Kind) -> String? {
        switch (value, kind) {
        case (.null, _): nil
        case (.integer(let number), .time): Timestamp(milliseconds: number).rfc3339
        case (.integer(let number), .boolean): number == 0 ? "false" : "true"
        case (.integer(let number), _): "\(number)"
        case (.real(let number), _): "\(number)"
        case (.text(let text), _): text
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (index, field) in columns.enumerated() {
            let name = Name(stringValue: field.name)
            switch (row[index], field.kind) {
            case (.integer(let number), .boolean): try container.encode(number != 0, forKey: name)
            case (.integer(let number), let kind) where kind != .time: try container.encode(number, forKey: name)
            case (let value, let kind): try container.encode(text(value, kind), forKey: name)
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

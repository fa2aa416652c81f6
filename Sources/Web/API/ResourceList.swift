import Domain
import Foundation
import Hummingbird
import Storage

extension Resource {
    static let pageLimit: ClosedRange<Int64> = 1...200

    var list: Operation {
        Operation(
            method: .get, path: address, id: "list\(plural ?? "\(schema)s")", tag: schema,
            summary: "List \(plural?.lowercased() ?? "\(table.noun)s"), a page at a time.",
            parameters: listParameters,
            result: Schema.object(["items": Schema.list(Schema.reference(schema)), "next_cursor": ["type": ["string", "null"]]])
        ) { request, services in
            var query = try listQuery(request)
            query.reach = request.principal.reach
            let rows = try await services.store.read(table.list(request.workspace, query))
            let page = try await complete(Array(rows.prefix(query.limit)), request.workspace, services)
            return .json(ofRows: page.jsonSize) { json in
                json.object {
                    $0.key("items")
                    $0.array { for row in page { $0.row(row, table.columns) } }
                    let more = rows.count > query.limit
                    $0.field("next_cursor", more ? page.last.map { Cursor(query, table.position(of: $0, in: query)).text } : nil)
                }
            }
        }
    }

    private var sortable: [Field] { table.columns.filter(\.isSortable) }
    private var filterable: [Field] { table.columns.filter(\.isFilterable) }
    private var isSearchable: Bool { table.fields.contains(where: \.isSearchable) }

    private var listParameters: [Operation.Parameter] {
        let orders = sortable.flatMap { [$0.name, "-\($0.name)"] }
        return [
            .query("limit", "How many rows a page has.", ["type": "integer", "minimum": 1, "maximum": 200, "default": 50]),
            .query("cursor", "The next_cursor of the page before.", Schema.text),
            .query(
                "sort", "The order; a minus sign turns it round.", ["type": "string", "enum": .array(orders.map(JSONValue.string)), "default": "id"]),
        ] + (isSearchable ? [.query("q", "Words that must occur.", Schema.bare(.text(0...200)))] : [])
            + filterable.map { .query($0.name, "Only rows with this \($0.name).", Schema.bare($0.kind)) }
    }

    private func listQuery(_ request: WebRequest) throws -> ListQuery {
        let sort = try order(request)
        var query = ListQuery(
            sort: sort.field, isDescending: sort.isDescending,
            limit: Int(try request.integer(query: "limit", in: Self.pageLimit, default: 50)))
        if let twice = Dictionary(grouping: request.query, by: \.name).first(where: { $0.value.count > 1 }) {
            throw ValidationError(field: twice.key, "\(twice.key) stands twice in the query: give it once.")
        }
        for (name, value) in request.query {
            switch name {
            case "limit", "sort": continue
            case "cursor" where value.isEmpty: continue
            case "cursor": query.after = try Cursor(value, for: query).position
            case "q" where isSearchable: query.search = try search(value)
            default: query.filters.append(try filter(name, value))
            }
        }
        return query
    }

    private func order(_ request: WebRequest) throws -> (field: Field, isDescending: Bool) {
        let text = request.query("sort") ?? "id"
        let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
        guard let field = sortable.first(where: { $0.name == name }) else {
            throw ValidationError(
                field: "sort", "sort must be one of \(sortable.map(\.name).joined(separator: ", ")), with - before it to turn the order round.")
        }
        return (field, text.hasPrefix("-"))
    }

    private func search(_ text: String) throws -> String {
        guard case .text(let words) = try Field.required("q", .text(0...200), "").value(ofText: text) else { return "" }
        guard words.split(separator: " ").count <= 8 else { throw ValidationError(field: "q", "q must have at most 8 words.") }
        return words
    }

    private func filter(_ name: String, _ text: String) throws -> (Field, SQLValue) {
        guard let field = filterable.first(where: { $0.name == name }) else {
            throw ValidationError(field: name, "\(name) is no filter of this list: there are \(filterable.map(\.name).joined(separator: ", ")).")
        }
        return (field, try field.value(ofText: text))
    }
}

/// Where a page ended, as the opaque text that clients hand back.
private struct Cursor {
    var sort: String
    var position: ListQuery.Position

    init(_ query: ListQuery, _ position: ListQuery.Position) {
        sort = Self.name(query)
        self.position = position
    }

    /// - Throws: `ValidationError` for a text that is no cursor of this order.
    init(_ text: String, for query: ListQuery) throws {
        let fault = ValidationError(field: "cursor", "cursor names no page of this list in this order: begin again without it.")
        guard let data = Data(base64URL: text), case .array(let parts)? = try? data.withUnsafeBytes(JSONReader.value), parts.count == 3,
            parts[0] == .string(Self.name(query)), case .integer(let id) = parts[2]
        else { throw fault }
        sort = Self.name(query)
        switch (parts[1], query.sort.sortsByNumber) {
        case (.string(let value), false) where !value.hasZeroCharacter: position = .init(value: .text(value), id: id)
        case (.integer(let value), true): position = .init(value: .integer(value), id: id)
        default: throw fault
        }
    }

    var text: String {
        var json = JSONWriter()
        json.array {
            $0.value(sort)
            switch position.value {
            case .integer(let number): $0.value(number)
            case .text(let text): $0.value(text)
            default: $0.null()
            }
            $0.value(position.id)
        }
        return Data(json.buffer.readableBytesView).base64URL
    }

    private static func name(_ query: ListQuery) -> String { (query.isDescending ? "-" : "") + query.sort.name }
}

extension Field {
    fileprivate var sortsByNumber: Bool {
        switch kind {
        case .integer, .reference, .time, .boolean: true
        default: false
        }
    }
}

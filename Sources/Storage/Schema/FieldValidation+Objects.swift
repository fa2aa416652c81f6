import Domain

extension Field {
    /// Objects as the table keeps them: every field of each, in order, with the initial value of what was not said.
    func value(ofObjects json: JSONValue, _ fields: [Field], count: Int) throws(ValidationError) -> SQLValue {
        guard case .array(let items) = json else { throw ValidationError(field: name, "\(name) must be a list of objects, not \(json.typeName).") }
        guard items.count <= count else { throw ValidationError(field: name, "\(name) must have at most \(count) entries.") }
        var writer = JSONWriter()
        var issues: [ValidationError.Issue] = []
        writer.array { writer in
            for (index, item) in items.enumerated() {
                do throws(ValidationError) {
                    let values = try object(item, fields)
                    writer.object { for field in fields { $0.column(field, values[field.name] ?? .null) } }
                } catch {
                    issues += error.issues.map { $0.within("\(name)[\(index + 1)]") }
                }
            }
        }
        guard issues.isEmpty else { throw ValidationError(issues) }
        return .text(String(decoding: writer.bytes, as: UTF8.self))
    }

    private func object(_ json: JSONValue, _ fields: [Field]) throws(ValidationError) -> Table.Values {
        guard case .object(let members) = json else { throw ValidationError(field: "", "must be an object, not \(json.typeName).") }
        if let unknown = members.keys.sorted().first(where: { key in !fields.contains { $0.name == key } }) {
            throw ValidationError(field: unknown, "\(unknown) is unknown: write \(fields.map(\.name).joined(separator: ", ")).")
        }
        var values: Table.Values = [:]
        for field in fields {
            if let json = members[field.name] {
                values[field.name] = try field.value(of: json)
            } else if let initial = field.initial {
                values[field.name] = initial
            } else {
                throw ValidationError(field: field.name, "\(field.name) is missing.")
            }
        }
        return values
    }
}

extension ValidationError.Issue {
    /// The same of an entry of a list: `steps[2].after`, counted from 1 as people count.
    fileprivate func within(_ entry: String) -> ValidationError.Issue {
        ValidationError.Issue(field: field.isEmpty ? entry : "\(entry).\(field)", message: "\(entry)\(field.isEmpty ? " " : ": ")\(message)")
    }
}

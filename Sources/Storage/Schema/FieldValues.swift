package import Domain

extension [Field] {
    /// The values of these fields in a JSON object; all faults are told at once.
    ///
    /// - Parameters:
    ///   - place: what has these fields, for the sentence about an unknown one: `this request`; nil to pass over unknown ones.
    /// - Throws: `ValidationError`.
    package func values(in members: [String: JSONValue], of place: String?) throws(ValidationError) -> Table.Values {
        var values: Table.Values = [:]
        var issues = place.map { unknown(members, $0) } ?? []
        for field in self {
            do throws(ValidationError) {
                if let json = members[field.name] {
                    values[field.name] = try field.value(of: json)
                } else if field.isRequired {
                    throw ValidationError(field: field.name, "\(field.name) is missing.")
                }
            } catch {
                issues += error.issues
            }
        }
        guard issues.isEmpty else { throw ValidationError(issues) }
        return values
    }

    private func unknown(_ members: [String: JSONValue], _ place: String) -> [ValidationError.Issue] {
        let known = map(\.name)
        return members.keys.filter { !known.contains($0) }.sorted().prefix(10).map { name in
            let choice = known.isEmpty ? "it takes none." : "choose from \(known.sorted().joined(separator: ", "))."
            let hint = suggestion(for: name, among: known, otherwise: choice)
            return ValidationError.Issue(field: name, message: "\(shown(name)) is no field of \(place): \(hint)")
        }
    }
    /// A name as a sentence holds it: it may be none, or as long as a body.
    private func shown(_ name: String) -> String {
        if name.isEmpty { return "\"\"" }
        return name.utf8.count > 200 ? "\(name.prefix(60))…" : name
    }
}

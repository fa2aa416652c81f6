import Domain
import Storage

extension [Field] {
    /// The values in an object of a case, with the initial ones of what it leaves out.
    ///
    /// - Throws: as `values`.
    func filled(from members: [String: JSONValue], of place: String?) throws(ValidationError) -> Table.Values {
        var values = try values(in: members, of: place)
        for field in self where values[field.name] == nil { values[field.name] = field.initial }
        return values
    }
}

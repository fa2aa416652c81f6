import HTTPTypes

extension HTTPFields {
    /// The same as the subscript, which makes a new text of the fields of a name: nearly always there is one, whose value it is.
    func text(_ name: HTTPField.Name) -> String? {
        guard let first = firstIndex(where: { $0.name == name }) else { return nil }
        return self[(first + 1)...].contains { $0.name == name } ? self[name] : self[first].value
    }

    /// The same as the subscript for a field that is made once for all answers.
    mutating func put(_ field: HTTPField) {
        if contains(field.name) { self[field.name] = field.value } else { append(field) }
    }
}

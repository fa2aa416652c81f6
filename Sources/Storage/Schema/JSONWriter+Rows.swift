package import Domain

extension JSONWriter {
    /// A row as an object, and what else is to stand in it.
    package mutating func row(_ row: Row, _ columns: [Field], and more: (inout JSONWriter) -> Void = { _ in }) {
        object { json in
            for (index, field) in columns.enumerated() { json.column(field, row[index]) }
            more(&json)
        }
    }

    /// A member with a stored value as JSON shows it: times in RFC 3339, flags as true and false.
    package mutating func column(_ field: Field, _ stored: SQLValue) {
        key(field.name)
        switch (stored, field.kind) {
        case (.null, _): null()
        case (.integer(let number), .time): value(Timestamp(milliseconds: number).rfc3339)
        case (.integer(let number), .boolean): value(number != 0)
        case (.integer(let number), _): value(number)
        case (.real(let number), _): raw("\(number)")
        case (.text(let list), .textList), (.text(let list), .objects): raw(list)
        case (.text(let text), _): value(text)
        }
    }
}

package import Domain

extension JSONWriter {
    /// A row as an object, and what else is to stand in it.
    package mutating func row(_ row: Row, _ columns: [Field], and more: (inout JSONWriter) -> Void = { _ in }) {
        object { json in
            for (index, field) in columns.enumerated() { json.column(field, row, index) }
            more(&json)
        }
    }

    /// A text of a row, empty where the column is null.
    package mutating func field(_ name: StaticString, textOf row: Row, _ index: Int) {
        if row.withText(index, { field(name, utf8: $0) }) == nil { field(name, "") }
    }

    /// Text is copied as it lies in the row.
    private mutating func column(_ field: Field, _ row: Row, _ index: Int) {
        let isText: Void? = row.withText(index) { text in
            key(field.name)
            if field.kind.isJSON { raw(utf8: text) } else { value(utf8: text) }
        }
        if isText == nil { column(field, row[index]) }
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
        case (.text(let text), let kind): if kind.isJSON { raw(text) } else { value(text) }
        }
    }
}

extension Field.Kind {
    /// Whether its text is JSON already.
    fileprivate var isJSON: Bool {
        switch self {
        case .textList, .objects: true
        default: false
        }
    }
}

extension JSONWriter {
    /// Objects come with their members in alphabetical order.
    package mutating func value(_ json: JSONValue) {
        switch json {
        case .null: null()
        case .boolean(let flag): value(flag)
        case .integer(let number): value(number)
        case .number(let number): raw("\(number)")
        case .string(let text): value(text)
        case .array(let items): array { for item in items { $0.value(item) } }
        case .object(let members): value(members)
        }
    }

    package mutating func value(_ members: [String: JSONValue]) {
        object { for (name, member) in members.sorted(by: { $0.key < $1.key }) { $0.key(name); $0.value(member) } }
    }
}

/// A JSON document of any shape, as a request body brings it.
package enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package var typeName: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSONValue: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let items = try? container.decode([JSONValue].self) {
            self = .array(items)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }
}

extension JSONValue {
    /// The same without the characters that `String.withoutSteering` leaves out.
    package var withoutSteering: JSONValue {
        guard steers else { return self }
        return switch self {
        case .string(let text): .string(text.withoutSteering)
        case .array(let items): .array(items.map(\.withoutSteering))
        case .object(let members): .object(members.withoutSteering)
        case .null, .boolean, .integer, .number: self
        }
    }

    fileprivate var steers: Bool {
        switch self {
        case .string(let text): text.holdsSteering
        case .array(let items): items.contains(where: \.steers)
        case .object(let members): members.contains { $0.key.holdsSteering || $0.value.steers }
        case .null, .boolean, .integer, .number: false
        }
    }
}

extension [String: JSONValue] {
    package var withoutSteering: Self {
        guard JSONValue.object(self).steers else { return self }
        return reduce(into: [:]) { members, member in members[member.key.withoutSteering] = member.value.withoutSteering }
    }
}

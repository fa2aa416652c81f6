package import Domain
import NIOCore

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }

    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }
}

extension JSONWriter {
    var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

    /// Objects come with their members in alphabetical order.
    mutating func value(_ json: JSONValue) {
        switch json {
        case .null: null()
        case .boolean(let flag): value(flag)
        case .integer(let number): value(number)
        case .number(let number): raw("\(number)")
        case .string(let text): value(text)
        case .array(let items): array { for item in items { $0.value(item) } }
        case .object(let members):
            object { for (name, member) in members.sorted(by: { $0.key < $1.key }) { $0.key(name); $0.value(member) } }
        }
    }
}

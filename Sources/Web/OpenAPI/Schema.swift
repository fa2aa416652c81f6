import Domain
import Storage

/// JSON Schema 2020-12 for what goes in and out, made from the fields.
enum Schema {
    static let identifier: JSONValue = [
        "type": "integer", "minimum": .integer(Field.identifiers.lowerBound), "maximum": .integer(Field.identifiers.upperBound),
    ]
    static let text: JSONValue = ["type": "string"]
    static let integer: JSONValue = ["type": "integer"]

    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

    static func list(_ item: JSONValue) -> JSONValue { ["type": "array", "items": item] }

    /// An object whose members are all there.
    static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        [
            "type": "object", "required": .array(members.map { .string($0.key) }),
            "properties": .object(Dictionary(members.map { ($0.key, $0.value) }) { $1 }),
        ]
    }

    static func words(_ words: [String]) -> JSONValue { ["type": "string", "enum": .array(words.map(JSONValue.string))] }

    /// A row as it is answered.
    static func row(_ fields: [Field]) -> JSONValue {
        [
            "type": "object", "required": .array(fields.map { .string($0.name) }),
            "properties": .object(Dictionary(uniqueKeysWithValues: fields.map { ($0.name, of($0)) })),
        ]
    }

    /// What a request may say: everything that is not set by the product.
    ///
    /// - Parameter ignoresOthers: as of `WebRequest.values`.
    static func input(_ fields: [Field], isChange: Bool, ignoresOthers: Bool = false) -> JSONValue {
        let writable = fields.filter { !$0.isReadOnly && !(isChange && $0.isFixed) }
        let required = isChange ? [] : writable.filter(\.isRequired).map { JSONValue.string($0.name) }
        return [
            "type": "object", "required": .array(required),
            "properties": .object(Dictionary(uniqueKeysWithValues: writable.map { ($0.name, of($0)) })),
            "additionalProperties": .boolean(ignoresOthers),
        ]
    }

    static func of(_ field: Field) -> JSONValue {
        guard case .object(var schema) = bare(field.kind) else { return [:] }
        if field.isNullable, let type = schema["type"] {
            schema["type"] = [type, "null"]
            if case .array(let words)? = schema["enum"] { schema["enum"] = .array(words + [.null]) }
        }
        schema["description"] = .string(field.summary)
        if field.isReadOnly { schema["readOnly"] = true }
        return .object(schema)
    }

    /// Text is kept in databases that end a string at U+0000.
    private static let noNull: JSONValue = "^[^\\u0000]*$"

    /// White space at both ends is cut before the length is counted; U+0085 is some too, although no `\s` of ECMAScript's.
    private static let notBlank: JSONValue = "^[^\\u0000]*[^\\s\\u0000\\u0085][^\\u0000]*$"

    static func bare(_ kind: Field.Kind) -> JSONValue {
        switch kind {
        case .reference: identifier
        case .integer(let range): ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .text(let length):
            [
                "type": "string", "minLength": .integer(Int64(length.lowerBound)), "maxLength": .integer(Int64(length.upperBound)),
                "pattern": length.lowerBound > 0 ? notBlank : noNull,
            ]
        case .email: ["type": "string", "format": "email", "minLength": 3, "maxLength": 320]
        case .choice(let words): Schema.words(words)
        case .date: ["type": "string", "format": "date", "minLength": 10, "maxLength": 10]
        case .time: ["type": "string", "format": "date-time"]
        case .boolean: ["type": "boolean"]
        case .textList(let count, let length):
            [
                "type": "array", "maxItems": .integer(Int64(count)),
                "items": ["type": "string", "maxLength": .integer(Int64(length)), "pattern": noNull],
            ]
        case .objects(let fields, let count):
            ["type": "array", "maxItems": .integer(Int64(count)), "items": input(fields, isChange: false)]
        case .timeZone: ["type": "string", "pattern": noNull, "examples": ["Europe/Berlin", "UTC"]]
        case .timeOfDay: ["type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["08:00"]]
        case .currency: ["type": "string", "pattern": "^[A-Z]{3}$"]
        case .url: ["type": "string", "maxLength": 2000, "pattern": .string(WebAddress.pattern)]
        case .webhookSecret: ["type": "string", "pattern": .string(WebhookSecret.pattern)]
        case .slug: ["type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"]
        }
    }
}

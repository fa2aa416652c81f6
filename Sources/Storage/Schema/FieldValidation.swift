package import Domain

extension Field {
    /// The value to store for what JSON brought.
    ///
    /// - Throws: `ValidationError` that names the field and what would be right.
    package func value(of json: JSONValue) throws(ValidationError) -> SQLValue {
        if case .null = json {
            guard isNullable else { throw fault("must not be null") }
            return .null
        }
        switch kind {
        case .integer, .reference:
            guard case .integer(let number) = json else { throw wrongType(json, "a whole number") }
            return try value(ofNumber: number)
        case .boolean:
            guard case .boolean(let flag) = json else { throw wrongType(json, "true or false") }
            return .integer(flag ? 1 : 0)
        case .textList(let count, let length):
            return try value(ofList: json, count: count, length: length)
        case .objects(let fields, let count):
            return try value(ofObjects: json, fields, count: count)
        case .text, .email, .choice, .date, .time, .timeZone, .timeOfDay, .currency, .url, .webhookSecret, .slug:
            guard case .string(let text) = json else { throw wrongType(json, "a string") }
            return try value(ofText: text)
        }
    }

    /// The value to store for a text, such as a cell of a CSV file or a query parameter.
    package func value(ofText text: String) throws(ValidationError) -> SQLValue {
        let text = text.trimmed
        guard !text.hasZeroCharacter else { throw fault("must not contain the character U+0000") }
        switch kind {
        case .integer, .reference:
            guard let number = Int64(text) else { throw fault("must be a whole number") }
            return try value(ofNumber: number)
        case .boolean:
            guard text == "true" || text == "false" else { throw fault("must be true or false") }
            return .integer(text == "true" ? 1 : 0)
        case .text(let length):
            let checked = try checked(text, length: length)
            return .text(isLowercase ? checked.lowercased() : checked)
        case .textList(let count, let length):
            let items = text.isEmpty ? [] : text.split(separator: ",").map { JSONValue.string(String($0)) }
            return try value(ofList: .array(items), count: count, length: length)
        case .objects:
            throw fault("cannot be read from text")
        case .choice(let words):
            guard words.contains(text) else { throw fault("must be one of \(words.joined(separator: ", "))") }
            return .text(text)
        case .time:
            guard let instant = Timestamp(rfc3339: text) else { throw fault("must be an instant such as 2026-01-31T09:00:00Z") }
            return .integer(instant.milliseconds)
        case .email, .date, .timeZone, .timeOfDay, .currency, .url, .webhookSecret, .slug:
            return try value(ofFormatted: text)
        }
    }

    private func value(ofFormatted text: String) throws(ValidationError) -> SQLValue {
        switch kind {
        case .email:
            guard text.isEmailAddress else { throw fault("must be an e-mail address such as sales@example.com\(addressFault(text))") }
        case .date:
            guard LocalDate(text) != nil else { throw fault("must be a date such as 2026-01-31") }
        case .timeZone:
            guard knownTimeZone(text) != nil else { throw fault("must be an IANA time zone name such as Europe/Berlin or UTC") }
        case .timeOfDay:
            guard TimeOfDay(text) != nil else { throw fault("must be a time from 00:00 to 23:59") }
        case .currency:
            guard text.utf8.count == 3, text.utf8.allSatisfy({ (65...90).contains($0) }) else {
                throw fault("must be an ISO 4217 code such as EUR")
            }
        case .url:
            guard text.utf8.count <= 2000, WebAddress.isValid(text) else {
                throw fault("must be an address such as https://example.com/messages, without a user and without #")
            }
        case .slug:
            guard text.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil else {
                throw fault("must be 1 to 40 small letters, digits and hyphens, such as our-server")
            }
        case .webhookSecret:
            guard WebhookSecret.isValid(text) else { throw fault("must be whsec_ and 24 to 65 bytes in Base64; leave it out to have one made") }
        default:
            throw fault("cannot be set")
        }
        return .text(text)
    }

    private func value(ofNumber number: Int64) throws(ValidationError) -> SQLValue {
        let range: ClosedRange<Int64> =
            switch kind {
            case .integer(let range): range
            default: Field.identifiers
            }
        guard range.contains(number) else { throw fault("must be between \(range.lowerBound) and \(range.upperBound)") }
        return .integer(number)
    }

    private func value(ofList json: JSONValue, count: Int, length: Int) throws(ValidationError) -> SQLValue {
        guard case .array(let items) = json else { throw wrongType(json, "a list of strings") }
        guard items.count <= count else { throw fault("must have at most \(count) entries") }
        var texts: [String] = []
        for item in items {
            guard case .string(let text) = item else { throw wrongType(item, "a list of strings") }
            guard !text.hasZeroCharacter else { throw fault("must not contain the character U+0000") }
            texts.append(try checked(text.trimmed, length: 0...length))
        }
        // A blank says nothing: it is what is left of an empty line, or between two commas.
        return .text(JSONText.list(texts.filter { !$0.isEmpty }))
    }

    private func checked(_ text: String, length: ClosedRange<Int>) throws(ValidationError) -> String {
        // Unicode scalars, as JSON Schema counts; their bytes, of which one has four at most, are a quick way out for nearly every text.
        let count = text.utf8.count <= length.upperBound ? text.utf8.count : text.unicodeScalars.count
        guard count <= length.upperBound else { throw fault("must have at most \(length.upperBound) characters") }
        guard text.utf8.count >= 4 * length.lowerBound || text.unicodeScalars.count >= length.lowerBound else {
            throw fault(length.lowerBound == 1 ? "must not be empty" : "must have at least \(length.lowerBound) characters")
        }
        return text
    }

    /// What somebody who looks at the address does not see, or takes for a part of it.
    private func addressFault(_ text: String) -> String {
        if text.hasMailScheme { return ", without mailto: before it" }
        guard let hidden = text.unicodeScalars.first(where: \.isInvisible) else { return "" }
        return "; it has a character that cannot be seen, \(hidden.codePoint): type the address anew"
    }

    private func fault(_ rule: String) -> ValidationError { ValidationError(field: name, "\(name) \(rule).") }

    private func wrongType(_ json: JSONValue, _ expected: String) -> ValidationError {
        fault("must be \(expected), not \(json.typeName)")
    }

    /// Every id: positive, and exact in a JSON number that JavaScript reads (2^53 - 1).
    package static let identifiers: ClosedRange<Int64> = 1...9_007_199_254_740_991
}

import Domain

/// Words that must occur: each entry a text, or a list of texts of which one is enough.
struct MentionsRule: EvalRule {
    static let name = "mentions"
    let wanted: [[String]]

    init(_ json: JSONValue) throws(ValidationError) { wanted = try Self.wanted(json, Self.name) }

    static func wanted(_ json: JSONValue, _ name: String) throws(ValidationError) -> [[String]] {
        guard case .array(let entries) = json, !entries.isEmpty else {
            throw ValidationError(field: name, "\(name) must be a list of texts, or of lists of texts of which one is enough.")
        }
        var wanted: [[String]] = []
        for entry in entries { wanted.append(try (entry.isText ? .array([entry]) : entry).texts(name)) }
        return wanted
    }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let missing = wanted.filter { alternatives in !alternatives.contains { subject.mentions($0) } }
        return .passed(missing.isEmpty, else: "It does not mention \(missing.map { $0.joined(separator: " or ") }.joined(separator: ", nor ")).")
    }
}

extension JSONValue {
    fileprivate var isText: Bool { if case .string = self { true } else { false } }
}

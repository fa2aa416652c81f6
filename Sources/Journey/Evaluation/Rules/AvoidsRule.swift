import Domain

/// Words that must not occur.
struct AvoidsRule: EvalRule {
    static let name = "avoids"
    private let words: [String]

    init(_ json: JSONValue) throws(ValidationError) { words = try json.texts(Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let found = words.filter { subject.has($0) }
        return .passed(found.isEmpty, else: "It says \(found.joined(separator: ", ")).")
    }
}

import Domain

/// Facts that the model must say it drew on, by their ids.
struct UsesRule: EvalRule {
    static let name = "uses"
    private let facts: [String]

    static func applies(to recipient: Recipients) -> Bool { recipient == .contact }

    init(_ json: JSONValue) throws(ValidationError) { facts = try json.texts(Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        guard !subject.message.writer.isOffline else { return .unscored("What is written offline names no facts.") }
        let missing = facts.filter { !subject.message.facts.contains($0) }
        return .passed(missing.isEmpty, else: "It does not rest on \(missing.joined(separator: ", ")).")
    }
}

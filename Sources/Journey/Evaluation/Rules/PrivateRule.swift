import Domain

/// Whether nothing in the message names another contact, where it works, or how to reach it.
struct PrivateRule: EvalRule {
    static let name = "private"

    static func applies(to recipient: Recipients) -> Bool { recipient == .contact }

    init(_ json: JSONValue) throws(ValidationError) { try json.mustBeTrue(Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let found = subject.others.filter { subject.has($0) }
        return .passed(found.isEmpty, else: "It tells of another contact: \(found.joined(separator: ", ")).")
    }
}

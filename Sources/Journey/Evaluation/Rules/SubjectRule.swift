import Domain

/// Whether the message has a subject, and what that mentions.
struct SubjectRule: EvalRule {
    static let name = "subject"
    private let wanted: [[String]]

    static func applies(to recipient: Recipients) -> Bool { recipient == .contact }

    init(_ json: JSONValue) throws(ValidationError) { wanted = json == .boolean(true) ? [] : try MentionsRule.wanted(json, Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        guard let line = subject.message.subject else { return .failed("It has no subject.") }
        let folded = EvalText.folded(line)
        let missing = wanted.filter { alternatives in !alternatives.contains { folded.contains(EvalText.folded($0)) } }
        return .passed(
            missing.isEmpty, else: "Its subject does not mention \(missing.map { $0.joined(separator: " or ") }.joined(separator: ", nor ")).")
    }
}

import Domain

/// Whether the facts bear out every claim of the message and its subject, as the review of drafts has it.
struct BorneOutRule: EvalRule {
    static let name = "borne_out"

    static func applies(to recipient: Recipients) -> Bool { recipient == .contact }

    init(_ json: JSONValue) throws(ValidationError) { try json.mustBeTrue(Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let found = (subject.message.subjectFindings + subject.message.findings).filter(\.kind.isClaim)
        return .passed(found.isEmpty, else: "No fact bears out \(found.map(\.phrase).withoutRepeats.joined(separator: ", ")).")
    }
}

import Domain

/// Whether the message is text that can be sent as it is: no markup, no gaps to fill in, no talk of its writer as a machine, as the
/// review of messages to contacts has it.
struct PlainRule: EvalRule {
    static let name = "plain"

    init(_ json: JSONValue) throws(ValidationError) { try json.mustBeTrue(Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let found = ClaimCheck.flaws(in: subject.message.wording.whole)
        return .passed(found.isEmpty, else: "It has \(found.map(\.phrase).withoutRepeats.joined(separator: ", ")).")
    }
}

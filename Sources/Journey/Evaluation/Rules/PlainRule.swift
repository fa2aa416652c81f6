import Domain

/// Whether the message is text that can be sent as it is: no markup, no gaps to fill in, no talk of its writer as a machine.
struct PlainRule: EvalRule {
    static let name = "plain"

    init(_ json: JSONValue) throws(ValidationError) { try json.mustBeTrue(Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let text = subject.message.wording.whole
        let found = Self.signs.compactMap { text.contains($0.pattern()) ? $0.what : nil }
        return .passed(found.isEmpty, else: "It has \(found.joined(separator: ", ")).")
    }

    private struct Sign: Sendable {
        let what: String
        let pattern: @Sendable () -> Regex<Substring>
    }

    private static let signs = [
        Sign(what: "Markdown") { /\*\*|^#{1,6} |```|\]\(http/.anchorsMatchLineEndings() }, Sign(what: "HTML") { /<\/?[a-zA-Z][^>]*>/ },
        Sign(what: "a gap to fill in") { /\{\{|\[(?:[A-Z][a-z]+ )?(?:[Nn]ame|[Dd]ate|[Cc]ompany|[Ss]ignature|NAME|DATE)\]/ },
        Sign(what: "talk of itself as a machine") { /as an ai\b|language model|system prompt/.ignoresCase() },
        Sign(what: "the id of a fact") { /\[(?:deal|product|contact|task|message):[0-9]+\]/ },
    ]
}

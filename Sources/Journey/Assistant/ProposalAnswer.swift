import Domain

/// What a person says to a change that was proposed just before, in everyday words: sure; no, tomorrow; yes, and call the mill.
struct ProposalAnswer: Equatable {
    let decision: Decision
    /// What follows the decision, such as how it should be instead.
    let more: String

    var isBare: Bool { more.isEmpty }

    /// Nil for a message that is no answer to a proposal.
    init?(_ text: String) {
        // Nearly every message is none, and its first word tells.
        guard Self.mayBe(text) else { return nil }
        let line = PlainText.line(text, limit: 2000)
        if Self.isConsent(line) {
            self.init(.confirm)
        } else if let match = line.wholeMatch(of: Self.consentAndMore) {
            self.init(.confirm, more: match.1)
        } else if let more = Self.objection(line) {
            self.init(.decline, more: more)
        } else {
            return nil
        }
    }

    private init(_ decision: Decision, more: Substring = "") {
        self.decision = decision
        self.more = String(more).trimmed
    }

    // MARK: - Consent

    /// What consent begins with, and what else stands in it: sure, go ahead; yes please do.
    private static let consent: Set<String> = [
        "yes", "yeah", "yep", "yup", "y", "ok", "okay", "sure", "do", "go", "please", "sounds", "correct", "right", "exactly", "perfect",
        "absolutely",
        "definitely", "fine", "alright",
    ]
    private static let wordsOfConsent = consent.union(["it", "that", "thats", "ahead", "thanks", "thing", "good", "all", "is", "this"])

    private static func isConsent(_ line: String) -> Bool {
        guard line.utf8.count <= 64 else { return false }
        let words = MessageWords(line).words
        guard let first = words.first else { return line.unicodeScalars.first == "\u{1F44D}" }
        return consent.contains(first) && words.allSatisfy(wordsOfConsent.contains)
    }

    private static var consentAndMore: Regex<(Substring, Substring)> { /(?:yes|yeah|yep|ok|okay|sure)(?: please)?[,.;:!]* and (.+)/.ignoresCase() }

    // MARK: - Objection

    /// What follows the refusal; nil where there is none. What somebody asks not to do is no wish.
    private static func objection(_ line: String) -> Substring? {
        if line.unicodeScalars.first == "\u{1F44E}" { return "" }
        var rest = line[...]
        var isRefused = false
        while let match = rest.prefixMatch(of: refusal) ?? rest.prefixMatch(of: amendment) {
            isRefused = true
            rest = rest[match.range.upperBound...]
        }
        if rest.prefixMatch(of: negation) != nil { return "" }
        if let match = rest.prefixMatch(of: leadIn) { (isRefused, rest) = (true, rest[match.range.upperBound...]) }
        guard isRefused else { return nil }
        return rest.firstMatch(of: closing).map { rest[..<$0.range.lowerBound] } ?? rest
    }

    private static var refusal: Regex<Substring> {
        /(?:no way|no|nope|nah|n|not yet|not now|wait|stop|hold on|cancel(?: it| that)?|forget (?:it|that)|never ?mind|(?:that['’]?s |that is |it['’]?s |this is )?(?:wrong|not right|incorrect)|decline(?: it| that)?|rather not)\b[\s,.;:!–—-]*/
            .ignoresCase()
    }
    private static var amendment: Regex<Substring> { /(?:(?:yes|ok|okay|sure),? but|actually|rather|better|instead)\b[\s,.;:!–—-]*/.ignoresCase() }
    private static var negation: Regex<Substring> { /(?:please )?(?:don['’]?t|do not|not)\b/.ignoresCase() }
    private static var leadIn: Regex<Substring> {
        /(?:please )?(?:make|change|move|put|set) (?:it|that|this)(?: to| on| for)?\s+(?!so\b)/.ignoresCase()
    }
    private static var closing: Regex<Substring> { /(?:^|,? )(?:instead|please|rather|thanks|thank you)[.!]*$/.ignoresCase() }

    private static func mayBe(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else { return false }
        if first == "\u{1F44D}" || first == "\u{1F44E}" { return text.utf8.count <= 64 }
        let word = text.drop { !$0.isLetter }.prefix { $0.isLetter }
        return word.utf8.count <= 10 && beginnings.contains(word.lowercased())
    }

    private static let beginnings: Set<String> = consent.union([
        "no", "nope", "nah", "n", "not", "never", "nevermind", "wait", "stop", "hold", "cancel", "forget", "that", "thats", "it", "its", "this",
        "wrong",
        "incorrect", "decline", "rather", "better", "instead", "actually", "don", "dont", "make", "change", "move", "put", "set",
    ])
}

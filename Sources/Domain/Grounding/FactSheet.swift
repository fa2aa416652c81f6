/// All that one message may draw on, read once so that claims can be compared with it.
package struct FactSheet: Sendable {
    /// One fact with what its text states.
    struct Known: Sendable {
        var fact: Fact
        var claims: [Claim]
        /// The stems of its words in their order.
        var words: [String]
        /// The words of its subject, in lower case; nil for none.
        var subject: KnownNames?

        var isOwn: Bool { fact.origin == .own }
    }

    package let facts: [Fact]
    package let today: LocalDate
    let known: [Known]
    let names: KnownNames
    /// Each name that is known, as the stems of its words.
    let nameWords: Set<[String]>

    package init(_ facts: [Fact], today: LocalDate) {
        self.facts = facts
        self.today = today
        let all = facts.flatMap(\.names) + facts.map(\.subject).filter { !$0.isEmpty }
        names = KnownNames(all)
        nameWords = Set(all.map { TextTokenizer.tokens(of: $0).map(\.stem) })
        known = facts.map { fact in
            let text = ReadText(fact.text, today: fact.day ?? today)
            return Known(
                fact: fact, claims: ClaimReaders.claims(in: text), words: text.tokens.filter { $0.kind != .sign }.map(\.stem),
                subject: fact.subject.isEmpty ? nil : KnownNames([fact.subject]))
        }
    }
}

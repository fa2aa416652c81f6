/// All that one message may draw on.
package struct FactSheet: Sendable {
    package let facts: [Fact]
    package let today: LocalDate
    let names: KnownNames
    let inner: InnerWords

    package init(_ facts: [Fact], today: LocalDate) {
        self.facts = facts
        self.today = today
        names = KnownNames(words: facts.flatMap(\.wordsOfNames))
        inner = InnerWords(facts.filter { !$0.inner.isEmpty }.map { ($0.inner, $0.origin == .contact) }, names: names)
    }
}

/// The facts of a sheet, read once so that claims can be compared with them. Most messages claim nothing, and then none is made.
struct ReadFacts: Sendable {
    /// One fact with what its text states.
    struct Known: Sendable {
        var fact: Fact
        var claims: [Claim]
        /// Those that it does not refuse or only ask about.
        var granted: [Claim]
        /// The stems of its words in their order.
        var words: [String]
        let text: ReadText

        var isOwn: Bool { fact.origin == .own }
    }

    let today: LocalDate
    let known: [Known]
    /// Each name that is known, as the stems of its words.
    let nameWords: Set<[String]>
    let things: PricedThings

    init(_ sheet: FactSheet) {
        let today = sheet.today
        self.today = today
        things = PricedThings(sheet.facts)
        nameWords = Set(sheet.facts.flatMap(\.allNames).map { TextTokenizer.tokens(of: $0).map(\.stem) })
        known = sheet.facts.map { fact in
            let text = ReadText(fact.text, today: fact.day ?? today)
            let claims = ClaimReaders.claims(in: text)
            return Known(
                fact: fact, claims: claims, granted: claims.filter { $0.kind == .link || !Refusal.held(of: $0.places, in: text) },
                words: text.tokens.filter { $0.kind != .sign }.map(\.stem),
                text: text)
        }
    }
}

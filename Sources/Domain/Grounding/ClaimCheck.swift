/// Looks for what a message states and no fact bears out.
package enum ClaimCheck {
    /// What no text that is fit to be sent has in it, whatever the facts.
    package static func flaws(in text: String) -> [UncarriedClaim] {
        uncarried(in: text, facts: FactSheet([], today: LocalDate(year: 2000, month: 1, day: 1))).filter { $0.kind.isFlaw }
    }

    /// Every such claim, in the order of the text.
    package static func uncarried(in text: String, facts: FactSheet) -> [UncarriedClaim] {
        let text = ReadText(text, today: facts.today)
        let others = (facts.inner.copied(in: text, facts) + MessageLength.excess(of: text) + MessageLanguage.unread(text, names: facts.names)).map {
            UncarriedClaim($0, reason: $0.reason)
        }
        let claims = ClaimReaders.claims(in: text, names: facts.names)
        guard !claims.isEmpty else { return others }
        let read = ReadFacts(facts)
        let uncarried = claims.compactMap { claim in
            ClaimJudge(claim: claim, text: text, facts: read).objection.map { UncarriedClaim(claim, reason: $0) }
        }
        return others.isEmpty ? uncarried : (others + uncarried).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

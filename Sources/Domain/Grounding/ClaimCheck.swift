/// Looks for what a message states and no fact bears out.
package enum ClaimCheck {
    /// Every such claim, in the order of the text.
    package static func uncarried(in text: String, facts: FactSheet) -> [UncarriedClaim] {
        let text = ReadText(text, today: facts.today)
        let others = facts.inner.copied(in: text, facts).map { UncarriedClaim($0, reason: $0.reason) }
        let claims = ClaimReaders.claims(in: text, names: facts.names)
        guard !claims.isEmpty else { return others }
        let read = ReadFacts(facts)
        let uncarried = claims.compactMap { claim in
            ClaimJudge(claim: claim, text: text, facts: read).objection.map { UncarriedClaim(claim, reason: $0) }
        }
        return others.isEmpty ? uncarried : (others + uncarried).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

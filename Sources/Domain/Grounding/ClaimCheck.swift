/// Looks for what a message states and no fact bears out.
package enum ClaimCheck {
    /// Every such claim, in the order of the text.
    package static func uncarried(in text: String, facts: FactSheet) -> [UncarriedClaim] {
        let text = ReadText(text, today: facts.today)
        let claims = ClaimReaders.claims(in: text, names: facts.names)
        guard !claims.isEmpty else { return [] }
        let read = ReadFacts(facts)
        return claims.compactMap { claim in
            let judge = ClaimJudge(claim: claim, text: text, facts: read)
            return judge.objection.map { UncarriedClaim(kind: claim.kind, phrase: claim.phrase, range: claim.range, reason: $0) }
        }
    }
}

/// Tells words that are granted from words that are denied or only asked about.
enum Denial {
    /// Whether the clause around `index` denies what stands there ("no refund", "we cannot guarantee"), or speaks of a question
    /// about it ("you asked for a discount").
    static func holds(at index: Int, in text: ReadText) -> Bool {
        let clause = text.clause(at: index)
        let before = max(clause.lowerBound, index - 3)..<index
        if text.has(denying, in: before), !before.contains(where: { text.word($0) == "only" }) { return true }
        return text.has(asking, in: clause.lowerBound..<index) && !Grant.holds(around: index, in: clause, text)
    }

    private static let denying: WordSet = [
        "no", "not", "cannot", "can't", "never", "without", "don't", "won't", "isn't", "nor", "couldn't", "wouldn't", "doesn't", "neither", "unable",
    ]
    private static let asking: WordSet = [
        "asked", "ask", "asking", "wondered", "whether", "enquired", "clarify", "question", "questions", "request", "requested",
    ]
}

/// Tells what a sentence grants from what it refuses or only asks about.
enum Refusal {
    /// Whether the clause around `places` refuses what stands there: "EUR 5 is not possible".
    static func holds(of places: Range<Int>, in text: ReadText) -> Bool {
        let clause = text.clause(at: places.lowerBound)
        return has(negating, in: clause.lowerBound..<places.lowerBound, text) || has(negating, in: rest(of: clause, after: places), text)
            || (clause.lowerBound..<places.lowerBound).contains { isNone($0, before: places, text) }
    }

    /// Whether that was refused or only asked about where it was said, so that it grants nothing later. A regret anywhere in the
    /// sentence is enough: what is held back without need costs a look.
    static func held(of places: Range<Int>, in text: ReadText) -> Bool {
        let sentence = text.sentence(at: places.lowerBound)
        return text.isQuestion(at: places.lowerBound) || text.has(considering, at: sentence.lowerBound)
            || Denial.holds(at: places.lowerBound, in: text) || holds(of: places, in: text)
            || has(regretting, in: sentence.lowerBound..<places.lowerBound, text) || has(regretting, in: rest(of: sentence, after: places), text)
            || isTakenBack(rest(of: sentence, after: places), text)
    }

    /// A date goes on behind its comma.
    private static func rest(of whole: Range<Int>, after places: Range<Int>) -> Range<Int> {
        places.upperBound..<max(places.upperBound, whole.upperBound)
    }

    /// "…, but we can't."
    private static func isTakenBack(_ rest: Range<Int>, _ text: ReadText) -> Bool {
        guard let turn = rest.first(where: { text.has(turning, at: $0) }) else { return false }
        return has(negating, in: turn..<rest.upperBound, text)
    }

    private static func has(_ words: WordSet, in places: Range<Int>, _ text: ReadText) -> Bool {
        places.contains { text.has(words, at: $0) && !text.has(harmless, at: $0 + 1) }
    }

    /// "No 20 % discount", "no way that we give 20 %"; a "no" farther away is about something else.
    private static func isNone(_ index: Int, before places: Range<Int>, _ text: ReadText) -> Bool {
        guard text.has(none, at: index), !text.has(harmless, at: index + 1) else { return false }
        return places.lowerBound - index <= 3 || text.has(hopes, at: index + 1)
    }

    private static let negating: WordSet = [
        "not", "cannot", "can't", "won't", "isn't", "aren't", "wasn't", "couldn't", "wouldn't", "doesn't", "didn't", "don't", "never", "neither",
        "nor",
        "unable", "impossible", "refuse", "refused", "refuses", "decline", "declined", "reject", "rejected", "deny", "denied",
    ]
    private static let regretting: WordSet = [
        "sorry", "unfortunately", "sadly", "regret", "regrettably", "afraid", "refuse", "refused", "decline", "declined", "reject", "rejected",
        "impossible", "unable", "wish", "withdraw", "withdrawn", "withdrew", "competitor", "competitors", "ruin", "lose", "question",
    ]
    /// With these a task begins that decides nothing.
    private static let considering: WordSet = ["ask", "check", "clarify", "consider", "decide", "discuss", "negotiate"]
    private static let none: WordSet = ["no", "without", "none"]
    private static let hopes: WordSet = ["way", "chance", "possibility", "room"]
    private static let turning: WordSet = ["but", "however", "though", "although", "yet"]
    /// After these words a denial is none: "don't worry", "not only", "no later than", "sorry for the delay".
    private static let harmless: WordSet = [
        "only", "just", "later", "less", "more", "least", "fewer", "including", "included", "worry", "hesitate", "forget", "miss", "mind", "need",
        "wait", "regret", "problem", "doubt", "matter", "for", "about", "that", "to", "you",
    ]
}

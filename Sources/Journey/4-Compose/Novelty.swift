import Domain

/// Keeps a message from being the same as one already in the history.
struct Novelty {
    private let earlier: [MessageFact]

    init(_ context: PersonContext) { earlier = context.messages }

    /// The first of `texts` that is new. Where all were used, a repetition is owned up to in a line of its own,
    /// of which there are more than the ten messages that count.
    func first(of texts: some Sequence<String>, seed: UInt64) -> String {
        var chosen: String?
        for text in texts {
            if isNew(text) { return text }
            chosen = chosen ?? text
        }
        return owningUp(chosen ?? "", seed: seed)
    }

    private func owningUp(_ text: String, seed: UInt64) -> String {
        let start = SplitMix64.pick(Self.remarks.count, seed: seed, salt: 2)
        let candidates = (0..<Self.remarks.count).lazy.map { "\(text)\n\(Self.remarks[(start + $0) % Self.remarks.count])" }
        return candidates.first(where: isNew) ?? candidates[0]
    }

    private func isNew(_ text: String) -> Bool { !earlier.contains { $0.body == text } }

    /// Each is true of any text that stands in the history word for word.
    private static let remarks = [
        "You have read this before; what it names has not changed since.",
        "The same words as before, because the facts behind them are the same.",
        "No change in these points since my earlier message, so it stands.",
        "I said so before, and by your records it still holds.",
        "Familiar words, I know: your records still say the same about this.",
        "Same facts, same message: an update from you would change it.",
        "If this no longer fits, update your records and I will adjust.",
        "This repeats an earlier message, as the facts behind it are the same.",
        "Once more, because your records still say so.",
        "As before: record what has changed and the next message will show it.",
        "Here it is again, as nothing named here has moved.",
        "Still the same as when I last wrote about this.",
        "My earlier message still applies word for word.",
        "These records have not moved, and neither has this message.",
        "A repeat: the facts it rests on are unchanged.",
        "For completeness once again: nothing new has been recorded on this.",
    ]
}

/// Tells a wish that is granted from one that is only spoken of.
enum Grant {
    /// Whether the clause around `index` grants what stands there ("your request for a discount is approved"), or what follows it
    /// does ("you asked for a discount, and you have it").
    static func holds(around index: Int, in clause: Range<Int>, _ text: ReadText) -> Bool {
        if clause.contains(where: { text.has(granting, at: $0) && !isDenied($0, text) }) { return true }
        let rest = index + 1..<min(text.tokens.count, index + longestLook)
        return rest.contains { isHandedOver($0, text) }
    }

    /// "You have it", "we give it to you", "it is yours", "granted".
    private static func isHandedOver(_ index: Int, _ text: ReadText) -> Bool {
        guard text.tokens[index].kind == .word, !isDenied(index, text), !text.isQuestion(at: index) else { return false }
        if text.has(settled, at: index) { return true }
        guard text.has(handing, at: index) else { return false }
        let thing = text.has(receivers, at: index + 1) ? index + 2 : index + 1
        return text.has(pronouns, at: thing) && (text[thing + 1]?.kind != .word || text.has(following, at: thing + 1))
    }

    private static func isDenied(_ index: Int, _ text: ReadText) -> Bool { text.has(denying, in: max(0, index - 3)..<index) }

    /// How far behind the wish it is looked for, in tokens.
    private static let longestLook = 24
    private static let granting: WordSet = [
        "grant", "grants", "granted", "approve", "approved", "accept", "accepted", "fulfil", "fulfilled", "honour",
    ]
    private static let settled: WordSet = ["granted", "approved", "yours", "agreed"]
    private static let handing: WordSet = [
        "have", "got", "get", "give", "gave", "giving", "grant", "grants", "offer", "receive", "allow", "approve", "accept", "consider",
    ]
    private static let receivers: WordSet = ["you", "them"]
    private static let pronouns: WordSet = ["it", "that", "this", "one", "them"]
    private static let following: WordSet = [
        "to", "now", "from", "for", "on", "as", "with", "today", "too", "and", "at", "immediately", "already", "gladly",
        "done",
    ]
    private static let denying: WordSet = [
        "not", "no", "cannot", "can't", "won't", "isn't", "never", "don't", "whether", "if", "unable", "couldn't", "when", "how", "until",
    ]
}

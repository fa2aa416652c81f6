import Domain

/// Keeps a message from being the same as an earlier one to the same recipient.
struct Novelty {
    private let earlier: Set<String>
    /// Each is true of any text that was written before word for word.
    private let remarks: [String]
    /// What stands between a text and a remark.
    private let gap: String

    init(_ context: PersonContext) {
        earlier = Set(context.messages.map(\.body))
        remarks = Self.remarksToPerson
        gap = "\n"
    }

    init(_ context: ContactContext) {
        earlier = Set(context.messages.map(\.body))
        remarks = Self.remarksToContact
        gap = "\n\nP.S. "
    }

    /// The first of `texts` that is new. Where all were used, a repetition is owned up to in a line of its own,
    /// of which there are more than the ten messages that count.
    ///
    /// - Parameter tellsFacts: false for small talk and refusals, of which it would be untrue that facts still hold; a hint follows them then.
    func first(of texts: some Sequence<String>, seed: UInt64, tellsFacts: Bool = true) -> String {
        var chosen: String?
        for text in texts {
            if isNew(text) { return text }
            chosen = chosen ?? text
        }
        return varied(chosen ?? "", by: tellsFacts ? remarks : Self.hints, seed: seed)
    }

    private func varied(_ text: String, by remarks: [String], seed: UInt64) -> String {
        let start = SplitMix64.pick(remarks.count, seed: seed, salt: 2)
        let candidates = (0..<remarks.count).lazy.map { "\(text)\(gap)\(remarks[(start + $0) % remarks.count])" }
        return candidates.first(where: isNew) ?? candidates[0]
    }

    private func isNew(_ text: String) -> Bool { !earlier.contains(text) }

    private static let remarksToContact = [
        "I wrote this to you before, and it still stands.",
        "These are the words of an earlier message of mine, as they still hold.",
        "You may have read this before: nothing in it has changed.",
        "Once more, as it may have been lost among other messages.",
        "The same as in my earlier message, in case it did not reach you.",
        "I am writing this again, as it still applies.",
        "As I wrote before, a word from you is welcome at any time.",
        "This repeats an earlier message of mine.",
        "My earlier message still applies.",
        "Nothing has changed on my side since I first wrote this.",
        "A repetition, I know: it is still as I wrote.",
        "This is still where we stand from my side.",
        "I said so before, and I still mean it.",
        "If this is no longer of use to you, a short word is enough.",
        "Here it is again, for your convenience.",
        "It is the same message as before, and the same offer to talk.",
        "My last words on this have not changed.",
        "I repeat myself here, as my earlier message may have been overlooked.",
        "For the sake of completeness, once again.",
        "Still the same from my side; I am glad to hear how it is on yours.",
        "The above is as I wrote it earlier.",
    ]

    /// True at any time.
    private static let hints = [
        "Ask “what is due today?” for your tasks.", "Ask “what is overdue?” for what is late.", "Name a contact to see what is on record.",
        "Ask “who should I call?” for a place to start.", "Ask “show open deals” for your deals.", "Ask “how am I doing?” for your targets.",
        "Ask “show the pipeline” for the stages.", "Ask “what do we sell?” for the products.", "Ask “what do the agents do?” for who writes to you.",
        "Say “remind me to call” with a name and a day for a task.", "Ask “what did I do last week?” for what was done.",
        "Ask “tasks for next week” for what is to come.", "Ask “list my leads” for whom to win.", "Ask “show customers” for who has bought.",
        "Ask “help” for all that I understand.", "The Contacts page looks through every contact.",
    ]

    static let remarksToPerson = [
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

import Domain

/// Words of questions that are mistyped by a letter: custmers, show me my pipline.
enum MendedWords {
    /// The message as it is meant; as it was typed where it is understood, or no better understood otherwise.
    static func mended(_ text: String, _ context: PersonContext) -> String {
        guard text.utf8.count <= longest, ChatIntent(MessageWords(text)) == .unknown else { return text }
        let names = Set((context.contacts.flatMap { [$0.name, $0.company] } + context.deals.map(\.customer)).flatMap(MessageWords.split))
        let mended = text.replacing(word) { match in
            let word = String(match.0)
            // A capital makes it a name, unless the sentence asks for it.
            let isName = word.first?.isUppercase == true && match.range.lowerBound > text.startIndex || names.contains(word.lowercased())
            return isName ? word : words.first { isNearly(word.lowercased(), $0) } ?? word
        }
        return ChatIntent(MessageWords(mended)) == .unknown ? text : mended
    }

    private static let longest = 100
    private static var word: Regex<Substring> { /[A-Za-z]{4,}/ }
    /// Long enough that a word of one other letter is hardly another word.
    private static let words = [
        "pipeline", "customers", "customer", "contacts", "overdue", "progress", "products", "targets", "tasks", "deals", "leads", "prospects",
        "meetings",
        "tomorrow", "today", "agenda", "prices", "profile", "negotiation", "revenue",
    ]
}

import Domain

/// Contacts and customers that a message names.
struct NamedSubject {
    /// As it stands in the records.
    let label: String
    /// What to look for in earlier messages: the name, and the company where there is one.
    let names: [String]
    let contacts: [ContactFact]
    let deals: [DealFact]

    /// The subject whose name the message holds in full, the longest such name first. With `byPart`, also by the name's
    /// first word, or by another word of it that no other name has. Nil where no name occurs.
    static func find(in message: MessageWords, _ context: PersonContext, byPart: Bool) -> NamedSubject? {
        let names = context.contacts.flatMap { [$0.name, $0.company] } + context.deals.map(\.customer)
        let likely = names.filter(message.mayName).map(Candidate.init)
        if let full = likely.filter({ isNamed($0.words, in: message) }).max(by: { $0.words.count < $1.words.count }) {
            return subject(named: full.name, context)
        }
        guard byPart else { return nil }
        let first = likely.first { isHinted($0.words.first ?? "", in: message) }
        return (first ?? uniquelyHinted(names, in: message)).map { subject(named: $0.name, context) }
    }

    private struct Candidate {
        let name: String
        let words: [String]

        init(_ name: String) {
            self.name = name
            words = MessageWords.split(name)
        }
    }

    private static func uniquelyHinted(_ names: [String], in message: MessageWords) -> Candidate? {
        guard message.words.contains(where: { isHinted($0, in: message) }) else { return nil }
        let partly = names.map(Candidate.init).filter { $0.words.contains { isHinted($0, in: message) } }
        return Set(partly.map(\.words)).count == 1 ? partly[0] : nil
    }

    private static func isNamed(_ words: [String], in message: MessageWords) -> Bool {
        guard let range = message.range(of: words) else { return false }
        guard words.count == 1, common.contains(words[0]) else { return true }
        return range.lowerBound > 0 && prepositions.contains(message.words[range.lowerBound - 1])
    }

    private static func isHinted(_ word: String, in message: MessageWords) -> Bool {
        word.count >= 4 && !common.contains(word) && message.has(word)
    }

    /// Whether a word is more than an everyday one.
    static func mayBeginName(_ word: String) -> Bool { word.count >= 3 && !common.contains(word) }

    private static func subject(named name: String, _ context: PersonContext) -> NamedSubject {
        let contacts = context.contacts.filter { isSame($0.name, name) || isSame($0.company, name) }
        let names = ([name] + contacts.flatMap { [$0.name, $0.company] }).filter { !$0.isEmpty }
        let deals = context.deals.filter { deal in names.contains { isSame($0, deal.customer) } }
        return NamedSubject(label: PlainText.line(name, limit: 80), names: names, contacts: contacts, deals: deals)
    }

    private static func isSame(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }

    private static let prepositions: Set<String> = ["to", "about", "with", "for", "of", "from", "call", "contact", "visit"]

    /// Words of everyday questions, which a name must not capture.
    private static let common: Set<String> = ChatVocabulary.writingVerbs.union(ChatVocabulary.changingVerbs).union(ChatVocabulary.written)
        .union(ChatVocabulary.targets).union(ChatVocabulary.tasks).union(ChatVocabulary.otherDays).union(ChatVocabulary.contactVerbs)
        .union(ChatVocabulary.help).union(ChatVocabulary.agents).union(ChatVocabulary.deals).union(ChatVocabulary.products)
        .union([
            "what", "whats", "when", "where", "which", "whom", "with", "have", "today", "next", "open", "lead", "leads", "customer", "customers",
            "this", "that", "show", "last", "good", "from", "them", "they", "does", "should", "will", "more", "best", "your", "first", "time", "home",
            "hello", "thanks", "goal", "profile", "business", "company", "overdue", "late", "client", "clients", "contacts", "about",
        ])
}

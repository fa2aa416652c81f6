/// What a person wants to know, as far as the offline composer can tell.
enum ChatIntent: Hashable, Sendable {
    case greeting, thanks, help, agents
    case today, overdue, otherDays
    case progress, goal, profile, products
    case call, leads, customers, contacts
    case openDeals, wonDeals, lostDeals, pipeline
    /// What was written before, in general or to someone named.
    case history
    /// Asks for new text or for something to be sent: needs a model.
    case writing
    /// Asks for data to be changed: done on the page, not in chat.
    case changing
    /// Tells what happened, as an agent asked.
    case reporting
    case acknowledgement
    case unknown

    /// By the first rule that holds; rules stand in order, the more specific first.
    init(_ message: MessageWords) {
        let ruled = Self.imperative(message) ?? Self.rules.first { $0.holds(for: message) }?.intent
        self = ruled ?? (message.words.count <= 3 && message.hasAny(ChatVocabulary.assent) ? .acknowledgement : .unknown)
    }

    private static func imperative(_ message: MessageWords) -> ChatIntent? {
        if ChatVocabulary.reports(message) { return .reporting }
        if message.contains(["next", "call"]) || message.contains(["next", "calls"]) { return .otherDays }
        guard let verb = message.leading else { return nil }
        if ChatVocabulary.writingVerbs.contains(verb) { return .writing }
        if ChatVocabulary.changingVerbs.contains(verb) { return .changing }
        let next = message.words.drop { $0 != verb }.dropFirst().first ?? ""
        return ChatVocabulary.furtherChangingVerbs.contains(verb) && !ChatVocabulary.afterNoChange.contains(next) ? .changing : nil
    }

    /// Holds where the message has a word of every set and none of `but`.
    private struct Rule: Sendable {
        let intent: ChatIntent
        let sets: [Set<String>]
        var but: Set<String> = []

        func holds(for message: MessageWords) -> Bool {
            sets.allSatisfy(message.hasAny) && (but.isEmpty || !message.hasAny(but))
        }
    }

    private static let rules: [Rule] = {
        typealias Word = ChatVocabulary
        return [
            Rule(intent: .writing, sets: [["can", "could", "should", "shall"], ["write", "say", "reply", "answer"]]),
            Rule(intent: .agents, sets: [["when", "often"], ["you"], ["write", "message", "messages"]]),
            Rule(intent: .today, sets: [["summary", "summarise", "summarize", "overview"], ["day", "today", "tasks", "an", "quick", "my"]]),
            Rule(intent: .history, sets: [Word.written]),
            Rule(intent: .lostDeals, sets: [["lost", "lose", "losing", "failed", "rejected"]]),
            Rule(intent: .wonDeals, sets: [ChatVocabulary.won], but: Word.targets),
            Rule(intent: .goal, sets: [["goal", "goals", "mission"]]),
            Rule(intent: .progress, sets: [Word.targets]),
            Rule(intent: .progress, sets: [["how"], ["am", "doing", "far"], ["i", "we"]]),
            Rule(intent: .otherDays, sets: [["schedule", "calendar", "diary"], Word.otherDays], but: Word.agents.subtracting(["schedule"])),
            Rule(intent: .agents, sets: [Word.agents]),
            Rule(intent: .overdue, sets: [["overdue", "late", "missed", "delayed", "forgot", "forgotten", "behind", "past"]], but: Word.deals),
            Rule(intent: .otherDays, sets: [AskedKind.words, ["how"], ["many"]], but: AskedKind.notAhead),
            Rule(intent: .otherDays, sets: [AskedKind.words, AskedKind.asked], but: AskedKind.notListed),
            Rule(intent: .otherDays, sets: [["upcoming", "coming"], ["up", "upcoming"]], but: Word.deals),
            Rule(intent: .otherDays, sets: [Word.otherDays], but: Word.deals.union(Word.notPlanned)),
            Rule(intent: .call, sets: [["who", "whom", "which", "anyone", "someone"], Word.contactVerbs]),
            Rule(intent: .today, sets: [Word.tasks]),
            Rule(intent: .products, sets: [Word.products]),
            Rule(intent: .openDeals, sets: [Word.deals]),
            Rule(intent: .pipeline, sets: [["pipeline", "funnel", "stages"]]),
            Rule(intent: .customers, sets: [["customer", "customers", "client", "clients"]]),
            Rule(intent: .leads, sets: [["lead", "leads", "prospect", "prospects"]]),
            Rule(intent: .contacts, sets: [["contacts"]]),
            Rule(intent: .call, sets: [Word.contactVerbs]),
            Rule(intent: .profile, sets: [["profile", "business", "tone", "keyword", "keywords", "company"]]),
            Rule(
                intent: .greeting, sets: [["how", "whats"], ["are", "up"]], but: ["it", "we", "they", "my", "the", "able", "many", "much", "coming"]),
            Rule(intent: .help, sets: [Word.help]),
            Rule(intent: .help, sets: [["what", "how", "who"], ["you"]], but: ["today"]),
            Rule(intent: .today, sets: [["today", "next", "first", "now", "tonight", "list", "urgent", "focus", "important", "overview"]]),
            Rule(intent: .thanks, sets: [["thanks", "thank", "thx", "cheers", "great", "perfect", "awesome", "nice", "bye", "goodbye"]]),
            Rule(intent: .greeting, sets: [["hi", "hello", "hey", "morning", "afternoon", "evening", "greetings"]]),
        ]
    }()
}

import Domain

/// A question for which rows are looked up that no context holds, and which is answered from these.
enum ChatQuestion {
    /// Whom it names: nil where that is nobody on record.
    case contact(ContactQuestion, NamedSubject?)
    case correspondence(CorrespondenceQuestion, NamedSubject)
    case price(PriceQuestion)
    /// What the business sells, with what it costs.
    case products
    case deals(DealQuestion)
    /// Whom it names, nil for nobody.
    case happened(HappenedQuestion, NamedSubject?)
    case people(PeopleQuestion)
    /// How many drafts wait.
    case drafts
    /// Which agents there are, and when they run.
    case agents

    /// Nil for every other message, and for every wish.
    init?(_ text: String, _ context: PersonContext) {
        guard text.utf8.count <= Self.longest else { return nil }
        let message = MessageWords(text)
        if let question = ContactQuestion(message) {
            self = .contact(question, NamedSubject.find(in: message, context, byPart: true))
            return
        }
        let intent = ChatIntent(message)
        guard ![.writing, .changing, .reporting].contains(intent) else { return nil }
        let deals = DealQuestion(text, message, today: context.today)
        let price = PriceQuestion(message)
        if Self.asksForDrafts(message) {
            self = .drafts
            return
        }
        let people = PeopleQuestion(message, intent, today: context.today)
        let mayHaveHappened = [true, false].contains { HappenedQuestion(message, today: context.today, names: $0) != nil }
        if intent == .agents, deals == nil, price == nil, people == nil, !mayHaveHappened {
            guard NamedSubject.find(in: message, context, intent) == nil else { return nil }
            self = .agents
            return
        }
        // Names are looked for only where they matter: that takes a look at every contact.
        guard deals != nil || price != nil || intent == .products || people != nil || mayHaveHappened || CorrespondenceQuestion.mayBe(message, intent)
        else { return nil }
        // A product may share a word with a name.
        let subject = NamedSubject.find(in: message.without(deals?.productPlaces ?? 0..<0), context, intent)
        if subject == nil, UnreadQuestion(message, intent) != nil { return nil }
        if mayHaveHappened {
            let whom = subject ?? NamedSubject.find(in: message, context, byPart: true)
            let words = whom?.omitted(from: message) ?? message
            if let happened = HappenedQuestion(words, today: context.today, names: whom != nil) {
                self = .happened(happened, whom)
                return
            }
        }
        if let subject, let question = CorrespondenceQuestion(message, intent, naming: subject) {
            self = .correspondence(question, subject)
        } else if intent == .history {
            return nil
        } else if let subject, let deals = DealQuestion(text, message, today: context.today, naming: subject) {
            self = .deals(deals.of(subject, message))
        } else if let people, subject == nil, intent == .lostDeals {
            self = .people(people)
        } else if let deals, subject == nil {
            self = .deals(deals)
        } else if let price, subject == nil || NamedSubject.find(in: message, context, byPart: false) == nil {
            // A product may share a word with a name.
            self = .price(price)
        } else if subject == nil, intent == .products {
            self = .products
        } else if let people, subject == nil {
            self = .people(people)
        } else {
            return nil
        }
    }

    private static func asksForDrafts(_ message: MessageWords) -> Bool {
        message.has("drafts")
            && message.hasAny(["many", "any", "wait", "waiting", "pending", "open", "show", "list", "which", "there", "approve", "have"])
    }

    /// In bytes: what is longer tells something and asks for more than one thing.
    private static let longest = 300
}

/// A question that sounds like one which can be answered, and asks for the others: who has not bought labneh; whom have I not called.
///
/// The list of those who did would be the wrong answer to it.
enum UnreadQuestion {
    /// For those who bought nothing, or not one thing.
    case notBought
    /// For those whom nobody has written to, or spoken with, for a time.
    case notContacted
    case notSo

    init?(_ message: MessageWords, _ intent: ChatIntent) {
        guard Self.negates(message), !message.has("why"), Self.intents.contains(intent) else { return nil }
        if message.hasAny(Self.buying) {
            self = .notBought
        } else if message.hasAny(Self.contacting), message.hasAny(Self.asked) {
            self = .notContacted
        } else if [.wonDeals, .lostDeals, .openDeals, .customers, .leads, .contacts].contains(intent) {
            self = .notSo
        } else {
            return nil
        }
    }

    static func negates(_ message: MessageWords) -> Bool { message.hasAny(negations) }

    private static let intents: Set<ChatIntent> = [
        .wonDeals, .lostDeals, .openDeals, .customers, .leads, .contacts, .pipeline, .call, .history, .otherDays, .products, .unknown,
    ]
    private static let negations: Set<String> = [
        "not", "never", "nothing", "without", "havent", "hasnt", "hadnt", "didnt", "dont", "doesnt", "isnt", "arent", "wasnt", "werent",
    ]
    private static let buying: Set<String> = ChatVocabulary.bought.union(["buy", "buys", "buying", "order", "purchase"])
    private static let contacting: Set<String> = ChatVocabulary.contactVerbs.union(ChatVocabulary.written).union([
        "contacted", "called", "phoned", "visited", "met", "spoken", "spoke", "talked", "heard", "touched", "reached", "emailed", "mailed", "contact",
    ])
    private static let asked: Set<String> = [
        "which", "who", "whom", "leads", "customers", "contacts", "clients", "prospects", "anyone", "anybody", "list", "show",
    ]
}

extension ChatAnswerer {
    /// What is not understood, and what is nearest to it.
    func unread(_ question: UnreadQuestion) -> ChatReply {
        switch question {
        case .notBought:
            ChatReply(
                "I can tell who bought something, but not who did not.", "Who has not bought something is more than I can tell without a model.",
                body: Self.filterHint("no deal(status = won and product contains \"olive oil\")"), closes: false)
        case .notContacted:
            ChatReply(
                "I can't tell by such a question whom you have not been in touch with.",
                "Whom you have not been in touch with is more than I can tell without a model.",
                body: Self.filterHint("stage = lead and (last_contacted_at is empty or last_contacted_at < now - 14 days)"), closes: false)
        case .notSo:
            ChatReply(
                "I don't understand a question with “not” in it without a model.", "What is not so is more than I can tell without a model.",
                body: "Ask for what is: open deals, overdue deals, leads by stage.", closes: false)
        }
    }

    private static func filterHint(_ filter: String) -> String {
        "A filter finds them, in an agent's form or with `crm-agent contacts count`: \(filter)."
    }
}

import Domain

/// A question that sounds like one which can be answered, and asks for the others: who has not bought labneh; whom have I not called.
///
/// The list of those who did would be the wrong answer to it.
enum UnreadQuestion {
    /// For those who bought nothing, or not one thing.
    case notBought
    /// For those whom nobody has written to, or spoken with, for a time.
    case notContacted
    case notSo
    /// For tasks without a day.
    case undated

    init?(_ message: MessageWords, _ intent: ChatIntent) {
        if Self.asksForUndated(message) {
            self = .undated
            return
        }
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

    private static func asksForUndated(_ message: MessageWords) -> Bool {
        guard message.hasAny(["task", "tasks", "todo", "todos"]) else { return false }
        return message.has("undated") || message.hasAny(["no", "without"]) && message.hasAny(["date", "dates", "day", "deadline"])
    }

    /// For how long, in days: two weeks, 10 days, a month.
    static func days(in message: MessageWords) -> Int64? {
        let spans: [String: Int64] = ["day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "month": 30, "months": 30]
        guard let place = message.words.firstIndex(where: { spans[$0] != nil }), let length = spans[message.words[place]] else { return nil }
        let before = place > 0 ? message.words[place - 1] : ""
        let number = Int64(before).flatMap { (1...999).contains($0) ? $0 : nil } ?? numbers.firstIndex(of: before).map { Int64($0 + 1) } ?? 1
        return number * length
    }

    private static let numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

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
    func unread(_ question: UnreadQuestion, _ message: MessageWords) -> ChatReply {
        switch question {
        case .notBought:
            ChatReply(
                "I can tell who bought something, but not who did not.", "Who has not bought something is more than I can tell without a model.",
                body: Self.filterHint("no deal(status = won and product contains \"olive oil\")"), closes: false)
        case .notContacted:
            notContacted(message, for: UnreadQuestion.days(in: message) ?? 0)
        case .notSo:
            ChatReply(
                "I don't understand a question with “not” in it without a model.", "What is not so is more than I can tell without a model.",
                body: "Ask for what is: open deals, overdue deals, leads by stage.", closes: false)
        case .undated:
            ChatReply(
                "I look tasks up by their day, and can't tell those that have none.",
                "Which tasks have no day is more than I can tell without a model.",
                body: "Ask for a day, such as Friday or next week, or for what is overdue.", closes: false)
        }
    }

    /// By when the contacts at hand were last in touch; for no days those that were not for longest.
    private func notContacted(_ message: MessageWords, for days: Int64) -> ChatReply {
        let (noun, isMeant) = Self.meant(by: message)
        let meant = context.contacts.filter(isMeant)
        let quiet = meant.filter { context.today.dayNumber - $0.lastContactAt.utcDay.dayNumber >= days }
            .sorted { ($0.lastContactAt, $0.id) < ($1.lastContactAt, $1.id) }
        let among = context.mayLackContacts ? ", of those I looked at" : ""
        guard !meant.isEmpty else { return ChatReply("I find no \(noun) in your records\(among).", "Your records hold no \(noun)\(among).") }
        let span = days == 0 ? "longest" : Wording.count(Int(days), "day")
        guard !quiet.isEmpty else {
            return ChatReply(
                "No \(noun) has been without contact for \(span), by your records\(among).",
                "By your records no \(noun) has been without contact for \(span)\(among).")
        }
        let tally = Tally(known: quiet.count, isExact: !context.mayLackContacts)
        return ChatReply(
            "Not in touch with for \(span)\(among), by your records:", "By your records you have not been in touch with these for \(span)\(among):",
            body: Wording.bullets(quiet, limit: 8, of: tally) { $0.line(today: context.today) })
    }

    private static func meant(by message: MessageWords) -> (noun: String, isMeant: (ContactFact) -> Bool) {
        if message.hasAny(["lead", "leads", "prospect", "prospects"]) { return ("lead", \.isLead) }
        if message.hasAny(["customer", "customers", "client", "clients"]) { return ("customer", \.isCustomer) }
        return ("contact", { $0.stage != "lost" })
    }

    private static func filterHint(_ filter: String) -> String {
        "A filter finds them, in an agent's form or with `crm-agent contacts count`: \(filter)."
    }
}

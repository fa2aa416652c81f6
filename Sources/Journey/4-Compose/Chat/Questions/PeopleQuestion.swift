import Domain

/// Asks how many contacts there are, of a stage or new ones, or for these: how many contacts are in negotiation; new leads this week.
struct PeopleQuestion: Equatable {
    let intent: ChatIntent
    /// Whether a stage that bears the name of a kind, such as lead, is meant as a stage.
    let saysStage: Bool
    /// Whether those are asked for that came last.
    let isOfNew: Bool
    /// When they came; without any for all time.
    let period: AskedPeriod?

    /// Nil for every other message.
    init?(_ message: MessageWords, _ intent: ChatIntent, today: LocalDate) {
        guard message.words.count <= 16, !message.hasAny(Self.others) else { return nil }
        let isOfPeople = message.hasAny(Self.people)
        isOfNew =
            isOfPeople && (message.hasAny(["new", "newest", "latest", "recent", "added", "created"]) || message.has("came") && message.has("in"))
        saysStage = message.has("stage")
        let period = isOfNew ? AskedPeriod(message, today: today, isPast: true) : nil
        self.period = period
        switch intent {
        case .leads, .customers, .contacts, .pipeline: self.intent = intent
        // Lost contacts are no lost deals.
        case .lostDeals where isOfPeople && (message.has("many") || message.words.count <= 3): self.intent = .contacts
        case .otherDays where isOfNew, .call where isOfNew, .agents where isOfNew, .unknown where isOfNew, .today where isOfNew:
            self.intent = .contacts
        case .unknown where message.hasAny(["in", "stage", "many", "who"]), .call where message.hasAny(["in", "stage"]): self.intent = .unknown
        default: return nil
        }
    }

    /// The kinds of contacts that are meant among the new: leads by more than one stage.
    func areMeant(_ stage: String, _ message: MessageWords) -> Bool {
        if message.hasAny(["lead", "leads", "prospect", "prospects"]) { return !["", "customer", "lost"].contains(stage) }
        return !message.hasAny(["customer", "customers", "client", "clients"]) || stage == "customer"
    }

    /// The stage that it names; of two the longer.
    func stage(in message: MessageWords, among stages: [String]) -> String? {
        let known = stages.filter { !$0.isEmpty && (saysStage || !["lead", "customer"].contains($0)) }
        return known.sorted { ($1.count, $0) < ($0.count, $1) }.first { message.contains(MessageWords.split($0)) }
    }

    private static let people: Set<String> = [
        "contact", "contacts", "lead", "leads", "customer", "customers", "client", "clients", "prospect", "prospects", "people",
    ]
    private static let others: Set<String> = [
        "deal", "deals", "task", "tasks", "worth", "value", "bought", "purchased", "ordered", "sold", "won", "why", "call", "should",
    ]
}

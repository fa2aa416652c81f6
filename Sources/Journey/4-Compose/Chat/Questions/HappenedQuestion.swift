import Domain

/// Asks for what was done or what came within some days: did I meet anyone yesterday; what did I do last week; who wrote to us today.
struct HappenedQuestion: Equatable {
    enum Topic: Equatable {
        /// Whatever was done, sent, received, noted and decided.
        case everything
        /// Tasks of some kinds, all kinds for none, and notes with the words that tell of such.
        case tasks([String], words: Set<String>)
        case sent, received
    }

    let topic: Topic
    /// Without any for all time.
    let period: AskedPeriod
    /// Whether the days were not said, and are the last seven.
    let isOfLate: Bool

    /// Nil for every other message.
    ///
    /// - Parameter names: whether it names somebody, with whom the last time may be meant.
    init?(_ message: MessageWords, today: LocalDate, names: Bool) {
        guard message.words.count <= 24, !message.hasAny(Self.others), !UnreadQuestion.negates(message), !Self.isOfOurs(message),
            let topic = Self.topic(message, names: names)
        else { return nil }
        let said = AskedPeriod(message, today: today, isPast: true)
        guard message.hasAny(Self.deeds) || !said.isNone && message.hasAny(["yesterday", "last", "previous", "past", "ago"]) else { return nil }
        self.topic = topic
        isOfLate = said.isNone && said.unread.isEmpty && !names
        period = isOfLate ? AskedPeriod(today.adding(days: -6)...today, today: today, isPast: true) : said
        guard !said.isNone || !said.unread.isEmpty || Self.needsNoDays(topic, message, names: names) else { return nil }
    }

    /// What was last sent to somebody, and how many tasks are done, is answered otherwise where no days are said.
    private static func needsNoDays(_ topic: Topic, _ message: MessageWords, names: Bool) -> Bool {
        switch topic {
        case .sent, .received: false
        case .tasks(let kinds, _): !kinds.isEmpty && message.hasAny(["did", "have", "has", "when", "last"])
        case .everything: names ? message.has("when") || message.hasAny(Self.talking) : true
        }
    }

    private static func topic(_ message: MessageWords, names: Bool) -> Topic? {
        if message.hasAny(meeting) { return .tasks(["meeting", "visit"], words: meeting) }
        if message.hasAny(visiting) { return .tasks(["visit"], words: visiting) }
        // Spoken with is whoever was met, called or written to.
        if names, message.hasAny(talking) { return .everything }
        if message.hasAny(calling) { return .tasks(["call"], words: calling) }
        if isReceived(message) { return .received }
        if message.hasAny([
            "send", "sent", "write", "wrote", "written", "mail", "mails", "mailed", "email", "emails", "emailed", "messages", "message",
        ]) {
            return .sent
        }
        let isDone = message.hasAny(["finish", "finished", "complete", "completed", "done", "did", "do"])
        if isDone, message.hasAny(["task", "tasks", "todo", "todos"]) { return .tasks([], words: []) }
        return isOfEverything(message, names: names) ? .everything : nil
    }

    /// Asks for what was written here, and not for what contacts wrote: what did you write to me today.
    private static func isOfOurs(_ message: MessageWords) -> Bool {
        ["write", "wrote", "written", "send", "sent", "messaged"].contains { message.contains(["you", $0]) }
    }

    private static func isReceived(_ message: MessageWords) -> Bool {
        if message.hasAny(["reply", "replied", "replies", "answered", "respond", "responded", "received", "incoming", "inbox", "heard"]) {
            return true
        }
        let writes = message.hasAny(["write", "wrote", "written", "send", "sent", "email", "emailed", "mailed"])
        return writes
            && (message.hasAny(["us", "me"])
                || message.hasAny(["who", "anyone", "anybody", "somebody", "customers", "leads"]) && !message.hasAny(["i", "we", "to"]))
            || message.hasAny(["get", "got"]) && message.hasAny(["messages", "answers", "emails", "mail", "mails"])
    }

    private static func isOfEverything(_ message: MessageWords, names: Bool) -> Bool {
        if message.hasAny(["happened", "achieve", "achieved", "accomplish", "accomplished", "activity", "activities", "recap"]) { return true }
        if names { return message.hasAny(["did", "have"]) && message.hasAny(["contact", "contacted", "touch", "reach", "reached"]) }
        if message.hasAny(["summary", "summarise", "summarize", "overview"]) { return true }
        return message.hasAny(["what", "anything", "much"]) && message.hasAny(["did", "have", "was", "got"])
            && message.hasAny(["do", "done", "work", "worked"])
    }

    private static let meeting: Set<String> = ["meet", "met", "meeting", "meetings", "appointment", "appointments"]
    private static let visiting: Set<String> = ["visit", "visits", "visited"]
    private static let calling: Set<String> = [
        "call", "calls", "called", "phone", "phoned", "ring", "rang", "spoke", "spoken", "speak", "talk", "talked",
    ]

    private static let talking: Set<String> = ["spoke", "spoken", "speak", "talk", "talked"]

    /// Words of what is over.
    private static let deeds: Set<String> = meeting.union(visiting).union(calling)
        .subtracting([
            "meet", "meeting", "meetings", "appointment", "appointments", "visit", "visits", "call", "calls", "phone", "ring", "speak", "talk",
        ])
        .union([
            "did", "was", "were", "had", "happened", "sent", "wrote", "written", "mailed", "emailed", "finished", "completed", "done", "achieved",
            "accomplished", "replied", "answered", "received", "replies", "heard", "made", "recap",
        ])
    /// With these it asks for deals, for what is planned, or for what something is about.
    private static let others: Set<String> = ChatVocabulary.deals.union(ChatVocabulary.won).subtracting(["close"]).union([
        "lost", "lose", "losing", "pipeline", "revenue", "turnover", "sell", "target", "targets", "goal", "due", "overdue", "about", "should", "will",
        "next", "tomorrow", "planned", "scheduled", "agent", "agents", "why", "stage", "number", "buy", "order",
    ])
}

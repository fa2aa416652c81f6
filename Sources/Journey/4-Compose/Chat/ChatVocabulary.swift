/// The words behind the rules, where a set is long or used twice.
enum ChatVocabulary {
    static let writingVerbs: Set<String> = [
        "write", "draft", "compose", "reply", "respond", "answer", "rephrase", "rewrite", "translate", "brainstorm",
        "generate", "prepare", "send", "email", "mail", "invent", "formulate",
    ]
    static let changingVerbs: Set<String> = [
        "add", "create", "delete", "remove", "update", "change", "set", "mark", "complete", "finish", "move", "rename", "cancel", "reschedule",
        "postpone", "assign", "book", "import", "edit", "record", "log", "insert", "close",
    ]
    /// Of these no name is kept clear: somebody may be called Skip.
    static let furtherChangingVerbs: Set<String> = [
        "push", "snooze", "pause", "unpause", "stop", "resume", "restart", "reopen", "approve", "reject", "increase", "raise", "decrease", "lower",
        "reduce", "skip", "delay", "defer", "shift", "enable", "disable", "activate", "deactivate", "turn", "switch", "undo", "revert", "restore",
        "archive", "merge", "replace", "adjust", "extend",
    ]
    /// After these a verb of change is a noun, or another verb: an increase in sales; stop by the bakery.
    static let afterNoChange: Set<String> = ["by", "in", "of"]

    /// Whether what is to be sent is written already: it goes out where drafts are decided on.
    static func sendsDraft(_ message: MessageWords) -> Bool { message.leading == "send" && message.hasAny(["draft", "drafts"]) }

    static let written: Set<String> = [
        "wrote", "write", "written", "writing", "said", "sent", "message", "messages", "messaged", "history", "earlier", "previous", "previously",
        "told", "send", "discuss", "discussed",
    ]
    static let targets: Set<String> = [
        "target", "targets", "progress", "quota", "quotas", "track", "performance", "performing", "achieved", "achievement", "numbers", "stats",
        "statistics", "kpi", "kpis", "percent", "gap", "gaps", "completed", "generated",
    ]
    static let tasks: Set<String> = [
        "task", "tasks", "todo", "todos", "agenda", "priority", "priorities", "due", "plan", "planned", "appointments",
    ]
    static let agents: Set<String> = [
        "agent", "agents", "reminder", "reminders", "nurture", "upsell", "closure", "schedule", "schedules", "automatic", "automatically",
    ]
    static let deals: Set<String> = ["deal", "deals", "sale", "sales", "opportunity", "opportunities", "quotes", "closing", "close"]
    static let won: Set<String> = bought.union(["won", "win", "sold", "closed"])
    static let bought: Set<String> = ["bought", "purchased", "ordered"]
    static let products: Set<String> = [
        "product", "products", "sell", "selling", "offer", "offers", "range", "portfolio", "catalogue", "catalog", "services",
    ]
    static let otherDays: Set<String> = [
        "tomorrow", "week", "month", "weekend", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    /// What is said of days, and asks for no plans.
    static let notPlanned: Set<String> = ["happened", "went", "sick", "sell", "sold", "revenue", "earn", "earned"]
    static let contactVerbs: Set<String> = [
        "call", "calls", "phone", "ring", "contact", "reach", "visit", "meet", "approach", "speak", "talk", "follow", "followup", "chase",
    ]
    static let assent: Set<String> = ["ok", "okay", "yes", "no", "sure", "fine", "alright", "good", "yep", "nope"]
    private static let pastVerbs: Set<String> = [
        "called", "met", "visited", "closed", "won", "lost", "sent", "finished", "completed", "did", "done", "spoke", "talked", "got", "sold",
        "signed",
        "mailed", "emailed", "phoned", "reached", "wrote",
    ]

    /// True of `I called them`, `yes, we have won the deal` and `done`: a statement that begins with what was done.
    static func reports(_ message: MessageWords) -> Bool {
        let opening = message.words.prefix(while: reportOpenings.contains)
        var statement = message.words[opening.endIndex...]
        let isPersonal = opening.contains { ["i", "we", "ive", "weve"].contains($0) }
        if isPersonal, ["have", "had"].contains(statement.first) { statement.removeFirst() }
        guard let verb = statement.first, pastVerbs.contains(verb) else { return false }
        return isPersonal || isBareReport(statement)
    }

    /// `done`, `called Harbour Hotel`, but not the heading `lost deals` nor the question `did we win`.
    private static func isBareReport(_ words: ArraySlice<String>) -> Bool {
        guard words.first != "did" else { return false }
        return words.count == 1
            ? ["done", "finished"].contains(words.first)
            : !words.contains(where: deals.contains) && !(words.count == 2 && people.contains(words.last ?? ""))
    }

    private static let people: Set<String> = ["customer", "customers", "client", "clients", "contacts", "leads", "prospects"]
    private static let reportOpenings: Set<String> = ["yes", "ok", "no", "so", "well", "ive", "weve", "i", "we", "just", "already"]

    static let help: Set<String> = [
        "help", "commands", "options", "abilities", "capabilities", "features", "model", "key", "openai", "gpt", "anthropic", "claude", "gemini",
        "ai", "offline", "use",
    ]
}

/// The kind of tasks that a question asks for: my next meeting; any visits this week?
enum AskedKind: String {
    case meeting, visit, call

    init?(_ message: MessageWords) {
        if message.hasAny(Self.meetings) {
            self = .meeting
        } else if message.has("visits") {
            self = .visit
        } else if message.has("calls") || message.contains(["next", "call"]) {
            self = .call
        } else {
            return nil
        }
    }

    private static let meetings: Set<String> = ["meeting", "meetings", "appointment", "appointments"]

    /// Words that name a kind.
    static let words = meetings.union(["visits", "calls"])
    /// Without one of these a meeting is told of, not asked for.
    static let asked = ChatVocabulary.otherDays.union([
        "my", "next", "have", "any", "when", "whens", "what", "whats", "which", "list", "show", "upcoming", "planned", "scheduled", "today", "todays",
    ])
    /// With these it asks for what is over, or for whom to call.
    static let notAhead: Set<String> = ["was", "were", "had", "did", "should", "make", "who", "whom"]
    /// With these, where no number is asked for, also for how one was.
    static let notListed: Set<String> = notAhead.union(["how"])
}

/// A wish for a change in words that need no model to be understood.
enum PlainCommand: Equatable {
    /// With the day in the text, if there is one.
    case task(String)
    /// Something to be done without the word task: call the mill tomorrow. It is one where a day ends it.
    case errand(String)
    case done(String)
    case deal(customer: String, status: String, reason: String?)
    case note(String)
    case followUp(String)
    case agent(String)

    /// Nil for every other message, questions too: only a courteous one is a wish.
    init?(_ message: String) {
        guard Self.mayBe(message) else { return nil }
        let line = PlainText.line(message, limit: 2000)
        let start = line.firstMatch(of: /^(?:(?:please|could you|can you|would you|kindly|ok|okay|hey|yes)[, ]+)+/.ignoresCase())
        guard start != nil || !line.hasSuffix("?") else { return nil }
        let text = Self.bare(line[(start?.range.upperBound ?? line.startIndex)...])
        for form in Self.forms {
            if let command = form(text) {
                self = command
                return
            }
        }
        return nil
    }

    private typealias Form = @Sendable (String) -> PlainCommand?

    private static let forms: [Form] = [
        { text in
            let form = /^remind me (?:to |about )?(?!(?:what|who|whom|when|where|which|how|why|of)\b)(.+)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .task(String($0.1)) }
        },
        { text in
            let form = /^(?:add|create|make|new) (?:a |an |the )?(?:new )?(?:task|to-?do|reminder)(?: to |: ?| for me to | )(.+)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .task(String($0.1)) }
        },
        { text in
            let form = /^mark (?:the )?(?:task )?(.+?) (?:as )?(?:done|complete|completed|finished)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .done(String($0.1)) }
        },
        { text in
            let form = /^(?:i am |i'm |we are )?(?:done with|tick off|check off|complete|finish) (?:the )?(?:task )?(.+)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .done(String($0.1)) }
        },
        { text in
            let form =
                /^(?:move|set|mark) (?:the )?(?:deal with |deal of )?(.+?)(?:'s)?(?: deal)? (?:to|as) (won|lost|open)(?:,? because (?:of )?(.+))?$/
                .ignoresCase()
            return text.wholeMatch(of: form).map {
                .deal(customer: String($0.1), status: $0.2.lowercased(), reason: $0.3.map(String.init))
            }
        },
        { text in
            let form = /^(?:i |we )?(?:have |'ve )?(won|lost) the deal with (.+?)(?:,? because (?:of )?(.+))?$/.ignoresCase()
            return text.wholeMatch(of: form).map {
                .deal(customer: String($0.2), status: $0.1.lowercased(), reason: $0.3.map(String.init))
            }
        },
        { text in
            let form = /^(?:note (?:a |the )?(?:call|meeting)|(?:call|meeting) noted)(?: with|:)? ?(.+)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .note(String($0.1)) }
        },
        { text in
            let form = /^(?:i |we )?(?:have |'ve )?(?:just )?(?:called|phoned|met|visited|spoke to|spoke with|talked to|talked with) .+$/
                .ignoresCase()
            return text.wholeMatch(of: form).map { .note(String($0.0)) }
        },
        { text in
            let form = /^(?:schedule |plan )?(?:a )?follow[- ]?up (?:with |for |on )(.+)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .followUp(String($0.1)) }
        },
        { text in
            let form = /^run (?:the )?(.+?)(?: agent)?(?: now)?$/.ignoresCase()
            return text.wholeMatch(of: form).map { .agent(String($0.1)) }
        },
        { text in
            let form =
                /^(?:call|phone|ring|meet|visit|chase|send(?!.*\b(?:e?-?mails?|messages?)\b)|prepare|order|pay|bring|collect|deliver|review|buy) (?!(?:me|us)\b).+$/
                .ignoresCase()
            return text.wholeMatch(of: form).map { .errand(String($0.0)) }
        },
    ]

    /// A cheap look at the first word, as nearly every message is none.
    private static func mayBe(_ message: String) -> Bool {
        let first = message.drop { !$0.isLetter }.prefix { $0.isLetter }
        return first.utf8.count <= 9 && beginnings.contains(first.lowercased())
    }

    private static let beginnings: Set<String> = [
        "please", "could", "can", "would", "kindly", "ok", "okay", "hey", "yes", "remind", "add", "create", "make", "new", "mark", "i", "we", "done",
        "tick", "check", "complete", "finish", "move", "set", "have", "won", "lost", "note", "call", "meeting", "just", "called", "phoned", "met",
        "visited", "spoke", "talked", "schedule", "plan", "a", "follow", "run", "phone", "ring", "meet", "visit", "chase", "send", "prepare", "order",
        "pay", "bring", "collect", "deliver", "review", "buy",
    ]

    /// Without what ends the sentence.
    private static func bare(_ line: Substring) -> String {
        line.lastIndex { !".!? ".contains($0) }.map { String(line[...$0]) } ?? ""
    }
}

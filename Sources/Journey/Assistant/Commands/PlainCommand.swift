/// A wish for a change in words that need no model to be understood.
enum PlainCommand: Equatable, Sendable {
    /// With the day in the text, if there is one.
    case task(String)
    /// Something to be done without the word task: call the mill tomorrow. It is one where a day ends it.
    case errand(String)
    case done(String)
    case deal(customer: String, status: String, reason: String?)
    case note(String)
    case followUp(String)
    case agent(String)
    /// Tells what happened, and is a wish where the records hold what it is about.
    indirect case report(PlainCommand)

    /// Nil for every other message, questions too: only a courteous one is a wish.
    init?(_ message: String) {
        guard Self.mayBe(message) else { return nil }
        let line = PlainText.line(message, limit: 2000)
        let opening = line.firstMatch(of: Self.opening)?.0 ?? ""
        guard !line.hasSuffix("?") || opening.contains(/please|pls|could|can|would|will|ok|hey|yes/.ignoresCase()) else { return nil }
        let text = Self.bare(line.dropFirst(opening.count))
        for form in Self.forms {
            if let command = form(text) {
                self = command
                return
            }
        }
        return nil
    }

    private static var opening: Regex<Substring> {
        /^(?:(?:please|pls|could you|can you|would you|will you|kindly|okay|ok|hey|hi|hello|also|and|so|yes|i(?:['’]d| would) like you to)[,!. ]+)+/
            .ignoresCase()
    }

    private typealias Form = @Sendable (String) -> PlainCommand?

    private static let forms: [Form] = [
        { text in
            let form = /^remind me(?: to(?! not\b)| about|:)? (?!(?:what|who|whom|when|where|which|how|why|of|not|to)\b)(.+)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .task(String($0.1)) }
        },
        { text in
            let form =
                /^(?:(?:don['’]?t|do not)(?: let me| you)? forget|(?:i|we) (?:must not|mustn['’]?t|should not|shouldn['’]?t|can['’]?t|cannot|can not) forget|make sure i (?:don['’]?t|do not) forget)(?: to(?! not\b)| about|:)? (?!(?:what|who|whom|when|where|which|how|why|that|of|not|to)\b)(?!(?:me|us|it|this|them|him|her)$)(.+)$/
                .ignoresCase()
            return text.wholeMatch(of: form).map { .task(String($0.1)) }
        },
        { text in
            let form =
                /^(?:add|create|make|new|set(?: up)?(?= a )) (?:me )?(?:a |an |the )?(?:new )?(?:task|to-?do|reminder)(?: to |: ?| for me to | )(.+)$/
                .ignoresCase()
            return text.wholeMatch(of: form).map { .task(String($0.1)) }
        },
        { text in text.wholeMatch(of: /^to-?do: ?(.+)$/.ignoresCase()).map { .task(String($0.1)) } },
        { text in
            let form = /^mark (?:the )?(?:task )?(.+?)(?: task)? (?:as )?(?:done|complete|completed|finished)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .done(String($0.1)) }
        },
        { text in
            let form = /^(?:i am |i['’]m |we are )?(?:done with|tick off|check off|complete|finish) (?:the )?(?:task )?(.+?)(?: task)?$/.ignoresCase()
            return text.wholeMatch(of: form).map { .done(String($0.1)) }
        },
        { text in
            let form =
                /^(?:done:|(?:(?:i|we) |(?:i|we)['’]ve |(?:i|we) have )(?:just )?(?:finished|completed|done)) (?:the )?(?:task )?(.+?)(?: task)?$/
                .ignoresCase()
            return text.wholeMatch(of: form).map { .report(.done(String($0.1))) }
        },
        { text in
            let form = /^(?!what|which|who|how|when)(?:the )?(?:task )?(.+?)(?: task)? (?:is|are) (?:done|finished|complete|completed)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .report(.done(String($0.1))) }
        },
        { text in
            let form =
                /^(?:move|set|mark) (?:the )?(?:deal with |deal of )?(.+?)(?:['’]s)?(?: deal)? (?:to|as) (won|lost|open)(?:,? because (?:of )?(.+))?$/
                .ignoresCase()
            return text.wholeMatch(of: form).map {
                .deal(customer: String($0.1), status: $0.2.lowercased(), reason: $0.3.map(String.init))
            }
        },
        { text in
            let form = /^re-?open (?:the )?(?:deal with |deal of )?(.+?)(?:['’]s)?(?: deal)?$/.ignoresCase()
            return text.wholeMatch(of: form).map { .deal(customer: String($0.1), status: "open", reason: nil) }
        },
        { text in
            let form = /^(?:i |we )?(?:have |['’]ve )?(won|lost) the deal with (.+?)(?:,? because (?:of )?(.+))?$/.ignoresCase()
            return text.wholeMatch(of: form).map {
                .deal(customer: String($0.2), status: $0.1.lowercased(), reason: $0.3.map(String.init))
            }
        },
        { text in
            let form =
                /^(?:i|we)(?:['’]ve| have)? (?:just )?(won|lost) (?:the )?(?:deal of )?(.+?)(?:['’]s)?(?: deal)?(?:,? because (?:of )?(.+))?$/
                .ignoresCase()
            return text.wholeMatch(of: form).map {
                .report(.deal(customer: String($0.2), status: $0.1.lowercased(), reason: $0.3.map(String.init)))
            }
        },
        { text in
            let form = /^(?:note (?:a |the )?(?:call|meeting)|(?:call|meeting) noted)(?: with|:)? ?(.+)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .note(String($0.1)) }
        },
        { text in
            let form = /^(?:note:|(?:add|make) a note (?:to|for|on|about|that)) ?(.+)$/.ignoresCase()
            return text.wholeMatch(of: form).map { .note(String($0.1)) }
        },
        { text in
            let form =
                /^(?:i |we )?(?:have |['’]ve )?(?:just )?(?:called|phoned|met|visited|spoke to|spoke with|talked to|talked with|had an? .*\b(?:meeting|call|chat|talk|visit|lunch) with) .+$/
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
            let form = /^(?:(?:schedule|plan|book|arrange|set up) )?(?:an? )?((?:meeting|call|visit|demo|lunch|appointment) (?:with|at|for) .+)$/
                .ignoresCase()
            return text.wholeMatch(of: form).map { .errand(String($0.1)) }
        },
        { text in
            let form =
                /^(?:(?:i|we) (?:need|have|want) to |(?:i|we) must )?((?:call|phone|ring|meet|visit|chase|send(?!.*\b(?:e?-?mails?|messages?)\b)|prepare|order|pay|bring|collect|deliver|review|buy) (?!(?:me|us)\b).+)$/
                .ignoresCase()
            return text.wholeMatch(of: form).map { .errand(String($0.1)) }
        },
    ]

    /// A cheap look at the first word, as nearly every message is none.
    private static func mayBe(_ message: String) -> Bool {
        let first = message.drop { !$0.isLetter }.prefix { $0.isLetter }
        if first.utf8.count <= 12, beginnings.contains(first.lowercased()) { return true }
        let last = message.reversed().drop { !$0.isLetter }.prefix { $0.isLetter }
        return last.count <= 9 && ["done", "finished", "complete", "completed"].contains(String(last.reversed()).lowercased())
    }

    private static let beginnings: Set<String> = [
        "please", "pls", "could", "can", "would", "will", "kindly", "ok", "okay", "hey", "hi", "hello", "also", "and", "so", "yes", "remind", "add",
        "create", "make", "new", "set", "to", "todo", "mark", "i", "we", "done", "tick", "check", "complete", "finish", "move", "have", "won", "lost",
        "note", "call", "meeting", "demo", "lunch", "appointment", "just", "called", "phoned", "met", "visited", "spoke", "talked", "had", "schedule",
        "plan", "book", "arrange", "don", "dont", "do", "a", "an", "follow", "run", "phone", "ring", "meet", "visit", "chase", "send", "prepare",
        "order", "pay", "bring", "reopen", "re",
        "collect", "deliver", "review", "buy",
    ]

    /// Without what ends the sentence, and without thanks.
    private static func bare(_ line: Substring) -> String {
        var rest = line
        func trim(_ signs: String) { while let last = rest.last, signs.contains(last) { rest.removeLast() } }
        trim("!? ")
        // A day may end in a full stop: 31.12.
        if rest.suffix(8).firstMatch(of: /\d\.\d{1,2}\.$/) == nil { trim(".!? ") }
        let courtesy = rest.suffix(16).firstMatch(of: /[\s,.!](?:please|pls|thanks|thank you|thx|cheers)$/.ignoresCase())
        guard let courtesy else { return String(rest) }
        rest = rest[..<courtesy.range.lowerBound]
        trim(" ,.!?")
        return String(rest)
    }
}

import Domain

/// What a person says to a change that was proposed just before, in everyday words: sure; no, tomorrow; yes, and call the mill.
struct ProposalAnswer: Equatable {
    let decision: Decision
    /// What follows the decision, such as how it should be instead.
    let more: String
    /// Whether there is nothing in it but the decision.
    let isBare: Bool

    /// Nil for a message that is no answer to a proposal.
    init?(_ text: String) {
        // Nearly every message is none: it is long, or its first word tells.
        guard text.utf8.count <= 500, Self.mayBe(text) else { return nil }
        let line = PlainText.line(text, limit: 500)
        if Self.isConsent(line) {
            self.init(.confirm)
        } else if let more = Self.consentAndMore(line) {
            self.init(.confirm, more: more)
        } else if let objection = Self.objection(line) {
            self.init(.decline, more: objection.more, isBare: objection.isBare)
        } else {
            return nil
        }
    }

    private init(_ decision: Decision, more: Substring = "", isBare: Bool? = nil) {
        self.decision = decision
        self.more = String(more).trimmed
        self.isBare = isBare ?? self.more.isEmpty
    }

    // MARK: - Consent

    /// What consent begins with, and what else stands in it: sure, go ahead; yes please do.
    private static let consent: Set<String> = [
        "yes", "yeah", "yep", "yup", "y", "ok", "okay", "sure", "do", "go", "please", "sounds", "correct", "right", "exactly", "perfect",
        "absolutely",
        "definitely", "fine", "alright",
    ]
    private static let wordsOfConsent = consent.union(["it", "that", "ahead", "thanks", "thank", "you", "thing", "good", "is", "this", "thats"])

    private static func isConsent(_ line: String) -> Bool {
        guard line.utf8.count <= 64, !line.contains("?") else { return false }
        let words = MessageWords(line).words
        guard let first = words.first else { return line.unicodeScalars.first == "\u{1F44D}" }
        let begins = consent.contains(first) || first == "thats" && words.contains { ["fine", "good", "right", "correct", "perfect"].contains($0) }
        return begins && words.allSatisfy(wordsOfConsent.contains)
    }

    /// The wish that follows consent; nil where none does.
    private static func consentAndMore(_ line: String) -> Substring? {
        let form = /(?:yes|yeah|yep|ok|okay|sure)(?: please)?(?:[,.;:!]+|[,.;:!]* and)(?: also)? (\S+ .+)/.ignoresCase()
        guard let match = line.wholeMatch(of: form), line.contains(/\band\b/.ignoresCase()) || PlainCommand(String(match.1)) != nil else {
            return nil
        }
        return isDay(match.1) || match.1.hasPrefix("but ") ? nil : match.1
    }

    // MARK: - Objection

    private typealias Objection = (more: Substring, isBare: Bool?)

    /// Nil where there is none.
    private static func objection(_ line: String) -> Objection? {
        if line.unicodeScalars.first == "\u{1F44E}" { return ("", nil) }
        // Agreed, but for the day.
        if let match = line.wholeMatch(of: /(?:yes|ok|okay|sure),? (.+)/.ignoresCase()), isDay(withoutClosing(match.1)) {
            return (withoutClosing(match.1), nil)
        }
        var rest = line[...]
        var isRefused = false
        while let match = rest.prefixMatch(of: refusal) ?? rest.prefixMatch(of: amendment) {
            // A question rejects nothing, unless it says so first.
            guard isRefused || !line.hasSuffix("?") || match.0.contains(/[,.;:!–—]/) else { return nil }
            isRefused = true
            rest = rest[match.range.upperBound...]
        }
        // What somebody asks not to do is no wish.
        if rest.prefixMatch(of: negation) != nil { return ("", MessageWords(String(rest)).words.count <= 3) }
        if let match = rest.prefixMatch(of: notThatDay) { (isRefused, rest) = (true, match.1) }
        let bare = withoutClosing(rest)
        if isRefused { return (withoutLead(bare), nil) }
        // Without a refusal only another day is an objection.
        let other = withoutLead(bare)
        return isDay(other) ? (other, nil) : nil
    }

    private static var refusal: Regex<Substring> {
        #/
        (?: no\ way | no(?!\ (?:problem|worries|doubt|issue)) | nope | nah | n | not\ yet | not\ now
        | wait | hold\ on | stop(?!\ (?:by|the|my)\b) | cancel(?:\ it|\ that)? | decline(?:\ it|\ that)? | forget\ (?:it|that) | leave\ it | skip\ it | drop\ it
        | never\ ?mind | (?:i['’]?d\ )?rather\ not | i\ (?:do\ not|don['’]?t)\ want\ (?:it|that|this)
        | (?:that['’]?s\ |that\ is\ |it['’]?s\ |this\ is\ )?(?:wrong|not\ right|incorrect)
        )\b [\s,.;:!–—-]*
        /#.ignoresCase()
    }
    private static var amendment: Regex<Substring> {
        /(?:(?:yes|ok|okay|sure),? but|actually|rather|better|instead|sorry)\b[\s,.;:!–—-]*/.ignoresCase()
    }
    private static var negation: Regex<Substring> {
        /(?:please )?(?:don['’]?t|do not)(?! (?:forget|worry|know|you|we|have|think|want))\b/.ignoresCase()
    }
    private static var notThatDay: Regex<(Substring, Substring)> {
        /not (?:on |for )?(?:today|tomorrow|[a-z]+day)[\s,.;:!–—-]+(?:but )?(.+)/.ignoresCase()
    }

    /// `make it Friday`, `I meant Friday`, `the 5th`.
    private static func withoutLead(_ text: Substring) -> Substring {
        let lead =
            #/
            (?:please\ )? (?:
                (?:make|change|move|put|set|do|reschedule|postpone|shift|push|snooze|delay)\ (?:it|that|this|the\ (?:date|day|task)) (?:\ to|\ on|\ for)?
                | i\ (?:meant?|want(?:ed)?)
            )\s+
            /#.ignoresCase()
        guard let match = text.prefixMatch(of: lead) else { return text }
        let rest = text[match.range.upperBound...]
        return isDay(rest) ? rest : text
    }

    private static func withoutClosing(_ text: Substring) -> Substring {
        var rest = text
        while let last = rest.last, ".!,; ".contains(last) { rest.removeLast() }
        let closing = /(?:^|,? )(?:instead|please|rather|thanks|thank you|is better|would be better|not (?:today|tomorrow|[a-z]+day))$/.ignoresCase()
        guard let match = rest.firstMatch(of: closing) else { return rest }
        return withoutClosing(rest[..<match.range.lowerBound])
    }

    /// Whether it is a day and nothing else; which one it is does not matter.
    private static func isDay(_ text: Substring) -> Bool { AmendedWish.day(in: String(text), today: LocalDate(year: 2026, month: 1, day: 1)) != nil }

    private static func mayBe(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else { return false }
        if first == "\u{1F44D}" || first == "\u{1F44E}" { return text.utf8.count <= 64 }
        // A day may stand alone.
        if text.utf8.count <= 40, mayHoldDay(text) { return true }
        let word = firstWord(of: text)
        return word.utf8.count <= 10 && beginnings.contains(word.lowercased())
    }

    /// The first letters of it. Byte by byte where these are ASCII's, and what follows them too: a letter may have accents behind it.
    private static func firstWord(of text: String) -> Substring {
        let bytes = text.utf8
        guard let start = bytes.firstIndex(where: { $0 >= 0x80 || isLetter($0) }) else { return "" }
        let end = bytes[start...].firstIndex { !isLetter($0) } ?? bytes.endIndex
        let isPlain = bytes[start] < 0x80 && (end == bytes.endIndex || bytes[end] < 0x80)
        return isPlain ? text[start..<end] : text.drop { !$0.isLetter }.prefix { $0.isLetter }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

    /// Whether there is anything in it without which nobody names a day: most short messages are not to be searched for one.
    private static func mayHoldDay(_ text: String) -> Bool {
        if text.utf8.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return true }
        let folded = text.lowercased()
        return ["day", "tom", "tmr", "week", "month", "night", "this "].contains { folded.contains($0) }
    }

    private static let beginnings: Set<String> = consent.union([
        "no", "nope", "nah", "n", "not", "never", "nevermind", "wait", "stop", "hold", "cancel", "forget", "that", "it", "its", "this", "wrong",
        "incorrect", "decline", "rather", "better", "instead", "actually", "don", "dont", "make", "change", "move", "put", "set", "leave", "skip",
        "drop",
        "i", "id", "sorry", "reschedule", "postpone", "shift", "push", "snooze", "delay",
    ])
}

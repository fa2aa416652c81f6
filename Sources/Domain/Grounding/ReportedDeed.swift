/// Words in which an assistant reports a deed of its own as done: "I've sent Anna the offer", "Done!", "Your task has now been created".
package enum ReportedDeed {
    /// Whether a text reports one outside quotation marks: a letter that it suggests may say what it likes.
    package static func isIn(_ text: String) -> Bool {
        guard DeedWords.mayReport(text) else { return false }
        let read = ReadText(text, today: LocalDate(dayNumber: 0))
        var isQuoted = false
        for index in read.tokens.indices {
            let sign = read.sign(index)
            if sign == "\"" { isQuoted.toggle() }
            if sign == "\u{201C}" { isQuoted = true }
            if sign == "\u{201D}" { isQuoted = false }
            if !isQuoted, begins(at: index, in: read) { return true }
        }
        return false
    }

    private static func begins(at index: Int, in text: ReadText) -> Bool {
        (isEnding(index, text) || isDeed(index, text)) && !text.isQuestion(at: index)
    }

    private static func isEnding(_ index: Int, _ text: ReadText) -> Bool {
        guard text[index]?.beginsSentence == true, text.sign(index - 1) != ":", let ending = endings.first(at: index, in: text) else { return false }
        return closes(ending.end, text)
    }

    private static func isDeed(_ index: Int, _ text: ReadText) -> Bool {
        guard let deed = deeds.first(at: index, in: text) else { return false }
        return !text.has(conditions, in: text.clause(at: index).lowerBound..<index) && !text.has(exceptions, at: deed.end)
    }

    /// "Done!" and "All set, the task is there", but neither "Done deals" nor a heading.
    private static func closes(_ index: Int, _ text: ReadText) -> Bool { text[index].map { closing.contains($0.word) } ?? true }

    static let verbs =
        "added|arranged|assigned|booked|cancelled|canceled|changed|closed|completed|contacted|created|deleted|emailed|forwarded|informed|"
        + "logged|mailed|marked|messaged|moved|notified|recorded|reminded|removed|renamed|rescheduled|saved|scheduled|sent|set|texted|updated"
    private static let things = "task|tasks|reminder|reminders|deal|contact|note|message|email|mail|draft|meeting|call|appointment"

    private static let deeds = PhraseBook([
        ((), Phrase("i've now|just|already|also|gone? successfully|ahead? and? \(verbs)")),
        ((), Phrase("i have now|just|already|also|gone? successfully|ahead? and? \(verbs)")),
        ((), Phrase("i now|just|already|also|successfully? \(verbs)")), ((), Phrase("\(things) has|have now|just|successfully been \(verbs)")),
        ((), Phrase("\(things) was|were|is|are successfully \(verbs)")),
    ])
    private static let endings = PhraseBook([
        ((), Phrase("done")), ((), Phrase("all done|set")), ((), Phrase("consider it done")), ((), Phrase("sent")),
    ])
    private static let closing: WordSet = [".", "!", ",", "\u{2013}", "\u{2014}"]
    private static let conditions: WordSet = [
        "once", "after", "if", "when", "until", "unless", "before", "whether", "not", "as", "soon", "everything", "what", "whatever", "that",
    ]
    /// "I've added up", "I've set out": nothing of the records.
    private static let exceptions: WordSet = ["up", "out", "together", "aside", "apart", "my", "below", "above"]
}

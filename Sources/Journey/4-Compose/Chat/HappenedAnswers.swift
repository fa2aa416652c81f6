import Domain

extension ChatAnswerer {
    /// What was done and what came, in the days of the question.
    func happened(_ found: Happenings, _ question: HappenedQuestion, with subject: NamedSubject?) -> ChatReply {
        let whom = subject.map { " with \($0.label)" } ?? ""
        let span = " \(question.period.words)"
        switch question.topic {
        case .tasks(let kinds, _): return tasks(found, kinds, whom, question.period.isNone ? "" : span)
        case .sent:
            let sent = found.sent ?? Happenings.Some()
            let verb = found.undelivered == 0 ? "sent" : found.undelivered == sent.count ? "approved" : "sent or approved"
            return letters(sent, "message", verb, subject.map { " to \($0.label)" } ?? " to contacts", span)
        case .received: return letters(found.received ?? Happenings.Some(), "message", "received", subject.map { " from \($0.label)" } ?? "", span)
        case .everything: return everything(found, whom, question.period.isNone ? "" : span, question.isOfLate)
        }
    }

    private func tasks(_ found: Happenings, _ kinds: [String], _ whom: String, _ span: String) -> ChatReply {
        let done = found.tasks ?? Happenings.Some()
        let noun = kinds.first ?? "task"
        let others = kinds.count > 1 ? " or \(kinds[1])" : ""
        var parts = [taskLines(done)]
        if let notes = found.notes, notes.count > 0 { parts.append("Noted:\n\(letterLines(notes))") }
        if let open = found.open, open.count > 0 {
            let count = Wording.count(Int(open.count), "\(noun)\(others) was", "\(noun)s\(kinds.count > 1 ? " or \(kinds[1])s" : "") were")
            parts.append("\(count) due then and not marked as done:\n\(taskLines(open))")
        }
        let body = parts.filter { !$0.isEmpty }.joined(separator: "\n")
        guard done.count > 0 else {
            if let notes = found.notes, notes.count > 0 {
                return ChatReply(
                    "On record\(whom)\(span), by what you noted:", "Your notes tell of it\(whom)\(span):", body: body)
            }
            return ChatReply(
                "No \(noun)\(others)\(whom) is on record as done\(span).", "The records hold no \(noun)\(others)\(whom) that was done\(span).",
                body: kinds.isEmpty ? body : body.isEmpty ? "What is done is known by tasks marked as done, and by notes." : body)
        }
        let nouns =
            kinds.count > 1 ? "\(Wording.count(Int(done.count), "meeting or visit", "meetings and visits"))" : Wording.count(Int(done.count), noun)
        return ChatReply(
            "Done\(span): \(nouns)\(whom).", "\(nouns)\(whom) \(done.count == 1 ? "is" : "are") on record as done\(span):", body: body)
    }

    private func letters(_ letters: Happenings.Some<Correspondence.Letter>, _ noun: String, _ verb: String, _ whom: String, _ span: String)
        -> ChatReply
    {
        guard letters.count > 0 else {
            return ChatReply(
                "No \(noun)\(whom) is on record as \(verb)\(span).", "The records hold no \(noun)\(whom) that was \(verb)\(span).",
                body: verb == "received" ? Self.howToRecord : "")
        }
        let count = Wording.count(Int(letters.count), noun)
        return ChatReply(
            "\(count)\(whom) \(letters.count == 1 ? "was" : "were") \(verb)\(span):",
            "\(verb.prefix(1).uppercased() + verb.dropFirst())\(span): \(count)\(whom).", body: letterLines(letters))
    }

    private func everything(_ found: Happenings, _ whom: String, _ span: String, _ isOfLate: Bool) -> ChatReply {
        var parts: [String] = []
        func add(_ title: String, _ count: Int64, _ lines: @autoclosure () -> String) {
            if count > 0 { parts.append("\(title): \(count)\n\(lines())") }
        }
        if let done = found.tasks { add("Tasks done", done.count, taskLines(done)) }
        if let sent = found.sent { add(found.undelivered == 0 ? "Messages sent to contacts" : "Messages to contacts", sent.count, letterLines(sent)) }
        if let received = found.received { add("Messages from contacts", received.count, letterLines(received)) }
        if let notes = found.notes { add("Notes", notes.count, letterLines(notes)) }
        if let won = found.won { add("Deals won", won.count, dealLines(won)) }
        if let lost = found.lost { add("Deals lost", lost.count, dealLines(lost)) }
        let days = isOfLate ? "\(span), the last seven days" : span
        guard !parts.isEmpty else {
            return ChatReply(
                "Nothing\(whom) is on record\(days).", "The records hold nothing\(whom)\(days).",
                body: "I looked for tasks that were done, messages to and from contacts, notes, and deals that were won or lost.")
        }
        return ChatReply(
            "On record\(whom)\(days):", "This is what the records hold\(whom)\(days):", body: parts.joined(separator: "\n"))
    }

    private func taskLines(_ tasks: Happenings.Some<Happenings.DoneTask>) -> String {
        Wording.bullets(tasks.facts, limit: 8, of: Tally(known: Int(tasks.count), isExact: true), line)
    }

    /// `Meeting with Mill Bakery (due 5 March, marked as done 6 March)`, with one day where both are the same.
    private func line(_ done: Happenings.DoneTask) -> String {
        let due = done.task.dueDate.map { DayText.short($0, today: context.today) }
        let marked = done.doneOn.map { DayText.short($0, today: context.today) }
        let title = PlainText.line(done.task.title)
        switch (due, marked) {
        case (let due?, let marked?) where due != marked: return "\(title) (due \(due), marked as done \(marked))"
        case (let day?, _), (nil, let day?): return "\(title) (\(day))"
        case (nil, nil): return title
        }
    }

    private func letterLines(_ letters: Happenings.Some<Correspondence.Letter>) -> String {
        Wording.bullets(letters.facts, limit: 8, of: Tally(known: Int(letters.count), isExact: true)) { letter in
            let head = [PlainText.line(letter.contact, limit: 80), DayText.short(letter.day, today: self.context.today)].filter { !$0.isEmpty }
            let standing = letter.passage == .undelivered ? " (not delivered)" : ""
            return "\(head.joined(separator: ", "))\(standing): \(PlainText.line(letter.subject.isEmpty ? letter.body : letter.subject, limit: 120))"
        }
    }

    private func dealLines(_ found: DealFinding) -> String {
        Wording.bullets(found.deals, limit: 8, of: Tally(known: Int(found.count), isExact: true)) { deal in
            deal.status == "lost" ? deal.lostLine : deal.line(today: self.context.today)
        }
    }
}

import Domain

extension ChatAnswerer {
    /// What was last written about `subject`, or last written at all where the question names nobody.
    func history(of subject: NamedSubject?, asked message: MessageWords) -> ChatReply {
        if let subject { return lastMessage(naming: subject.names, label: subject.label) }
        if let name = message.trailing(["to", "about", "with", "for"]) { return lastMessage(naming: [name], label: name) }
        guard let last = written.first else { return ChatReply("Nothing has been written here yet.", "There are no earlier messages yet.") }
        return ChatReply("The last message here is from \(origin(of: last)):", "Last written, \(origin(of: last)):", body: quoted(last.body))
    }

    /// What was last sent to some contacts, or came from them. Messages that only name them are told as such.
    func correspondence(_ found: Correspondence, _ direction: CorrespondenceQuestion.Direction, with subject: NamedSubject) -> ChatReply {
        let waiting = found.drafts == 0 ? "" : "\n\(Wording.count(Int(found.drafts), "draft waits", "drafts wait")) for your decision under Drafts."
        switch direction {
        case .sent:
            guard let letter = found.sent else { return nothingSent(found, subject, waiting) }
            let name = PlainText.line(letter.contact, limit: 80)
            let (first, other) = heading(letter, name)
            return ChatReply(first, other, body: quoted(letter) + waiting)
        case .received:
            guard let letter = found.received else {
                return ChatReply(
                    "Nothing from \(subject.label) is on record.", "The records hold no message from \(subject.label).",
                    body: Self.howToRecord)
            }
            let (name, day) = (PlainText.line(letter.contact, limit: 80), DayText.short(letter.day, today: context.today))
            return ChatReply("The last message from \(name) is of \(day):", "\(name) last wrote on \(day):", body: quoted(letter))
        }
    }

    private func heading(_ letter: Correspondence.Letter, _ name: String) -> (String, String) {
        let origin = origin(of: letter)
        return switch letter.passage {
        case .ahead: ("The last message to \(name) goes out on \(origin):", "To \(name), going out on \(origin):")
        case .undelivered:
            ("The last message to \(name) is of \(origin), and nothing has delivered it:", "To \(name), \(origin), approved and not delivered:")
        case .through: ("The last message sent to \(name) is from \(origin):", "Last sent to \(name), \(origin):")
        }
    }

    static let howToRecord = "What contacts write is kept by “Record a message” on the contact's page."

    /// The last message of one of them would be taken for an answer about each.
    func oneAtATime(_ subject: NamedSubject) -> ChatReply {
        ChatReply(
            "I can tell that of one contact at a time: name one of \(subject.label).",
            "Which one of \(subject.label) do you mean? Name one at a time, please.", closes: false)
    }

    private func nothingSent(_ found: Correspondence, _ subject: NamedSubject, _ waiting: String) -> ChatReply {
        var parts = [waiting.trimmed]
        if let note = found.note {
            parts.append("The last note on \(PlainText.line(note.contact, limit: 80)), \(origin(of: note)):\n\(quoted(note))")
        }
        if let named = lastNaming(subject.names) {
            parts.append("A message to you that names \(subject.label), \(origin(of: named.message)):\n\(named.lines)")
        }
        return ChatReply(
            "Nothing that was sent to \(subject.label) is on record.", "The records hold no message that went to \(subject.label).",
            body: parts.filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    private func origin(of letter: Correspondence.Letter) -> String {
        let day = DayText.short(letter.day, today: context.today)
        guard let type = AgentType(rawValue: letter.kind), let agent = AgentCatalog[type] else { return day }
        return "\(day) (\(agent.title))"
    }

    private func quoted(_ letter: Correspondence.Letter) -> String {
        quoted(letter.subject.isEmpty ? letter.body : "Subject: \(letter.subject)\n\(letter.body)")
    }

    private func lastNaming(_ names: [String]) -> (message: MessageFact, lines: String)? {
        let wanted = names.map(MessageWords.split)
        func isNamed(in text: Substring) -> Bool { wanted.contains { MessageWords(String(text)).contains($0) } }
        guard let found = written.first(where: { isNamed(in: $0.body[...]) }) else { return nil }
        let lines = found.body.split(separator: "\n").filter(isNamed)
        return (found, quoted(lines.isEmpty ? found.body : lines.joined(separator: "\n")))
    }

    private func lastMessage(naming names: [String], label: String) -> ChatReply {
        guard let found = lastNaming(names) else {
            if written.isEmpty { return ChatReply("Nothing has been written here yet, about \(label) or otherwise.") }
            let searched = "among the last \(Wording.count(written.count, "message"))"
            return ChatReply("I find nothing about \(label) \(searched).", "\(label) is not named \(searched).")
        }
        return ChatReply(
            "The last message that names \(label) is from \(origin(of: found.message)):", "\(label) was last named on \(origin(of: found.message)):",
            body: found.lines)
    }

    /// Messages of agents and notes; what was typed or answered in chat is not correspondence.
    private var written: [MessageFact] {
        let newer = context.messages.filter { !context.written.contains($0) }
        return (context.written + newer).filter { $0.kind != .userMessage && $0.kind != .agentResponse }
    }

    private func origin(of message: MessageFact) -> String {
        let day = DayText.short(message.createdAt.utcDay, today: context.today)
        if case .agent(let type) = message.kind { return "\(day) (\(AgentCatalog[type]?.title ?? type.rawValue))" }
        return "\(day) (your note)"
    }

    /// In lines.
    private static let longestQuote = 20

    private func quoted(_ text: String) -> String {
        let lines = text.split(separator: "\n")
        let quoted = lines.prefix(Self.longestQuote).map { "> \(PlainText.line(String($0), limit: 300))" }
        return (quoted + (lines.count > Self.longestQuote ? ["> …"] : [])).joined(separator: "\n")
    }
}

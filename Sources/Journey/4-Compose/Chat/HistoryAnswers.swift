import Domain

extension ChatAnswerer {
    /// What was last written about `subject`, or last written at all where the question names nobody.
    func history(of subject: NamedSubject?, asked message: MessageWords) -> ChatReply {
        if let subject { return lastMessage(naming: subject.names, label: subject.label) }
        if let name = message.trailing(["to", "about", "with", "for"]) { return lastMessage(naming: [name], label: name) }
        guard let last = written.first else { return ChatReply("Nothing has been written here yet.", "There are no earlier messages yet.") }
        return ChatReply("The last message here is from \(origin(of: last)):", "Last written, \(origin(of: last)):", body: quoted(last.body))
    }

    private func lastMessage(naming names: [String], label: String) -> ChatReply {
        let wanted = names.map(MessageWords.split)
        guard let found = written.first(where: { message in wanted.contains { MessageWords(message.body).contains($0) } }) else {
            if written.isEmpty { return ChatReply("Nothing has been written here yet, about \(label) or otherwise.") }
            let searched = "among the last \(Wording.count(written.count, "message"))"
            return ChatReply("I find nothing about \(label) \(searched).", "\(label) is not named \(searched).")
        }
        let lines = found.body.split(separator: "\n").filter { line in wanted.contains { MessageWords(String(line)).contains($0) } }
        return ChatReply(
            "The last message that names \(label) is from \(origin(of: found)):", "\(label) was last named on \(origin(of: found)):",
            body: quoted(lines.isEmpty ? found.body : lines.joined(separator: "\n"))
        )
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

    private func quoted(_ text: String) -> String {
        let lines = text.split(separator: "\n").prefix(8).map { "> \(PlainText.line(String($0), limit: 300))" }
        return lines.joined(separator: "\n")
    }
}

import Domain

extension ChatAnswerer {
    /// The agents as they are set up, or those that the message names.
    func agents(_ agents: [AgentFact], asked message: MessageWords) -> ChatReply {
        let named = agents.filter { $0.isNamed(in: message) }
        if named.count == 1, let agent = named.first {
            let next = agent.nextRun(today: context.today)
            return ChatReply("\(agent.label) \(next).", "By its schedule \(agent.label) \(next).", body: agent.line)
        }
        let lines = (named.isEmpty ? agents : named).map { "- \($0.line)\n  It \($0.nextRun(today: context.today))." }
        return ChatReply("These are your agents and when they write:", "The agents here, and when they write:", body: lines.joined(separator: "\n"))
    }
}

extension AgentFact {
    fileprivate var label: String { PlainText.line(title, limit: 200) }

    /// `Morning reminder (REMINDER, every day at 09:00): Starts the day with today's tasks.`
    fileprivate var line: String {
        let heading = "\(label) (\(type.rawValue), \(times))"
        return purpose.isEmpty ? heading : "\(heading): \(PlainText.line(purpose, limit: 300))"
    }

    /// `runs next on Tuesday 1 December at 09:00`.
    fileprivate func nextRun(today: LocalDate) -> String {
        if isPaused { return "is paused, and runs at no time by itself" }
        guard let next else { return "has no further time at which it runs by itself" }
        return "runs next on \(DayText.long(next.day, today: today)) at \(next.time)\(zone.map { " in \($0)" } ?? "")"
    }

    /// By its title or its key, such as `follow up` or `follow-up` for `FOLLOW_UP`.
    fileprivate func isNamed(in message: MessageWords) -> Bool {
        [title, type.rawValue.replacing("_", with: " ")].map(MessageWords.split).contains(where: message.contains)
    }
}

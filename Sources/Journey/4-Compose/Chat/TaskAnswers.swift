import Domain

extension ChatAnswerer {
    /// The day that is asked about: today unless the message names another.
    func dueTasks() -> ChatReply { context.agenda == nil ? today() : otherDays() }

    private func today() -> ChatReply {
        let tasks = context.tasksToday
        guard !context.todayTally.isNone else {
            return ChatReply(
                "Nothing is due today.", "No task is due today.",
                body: overdueHint.isEmpty ? "Add tasks on the page, and they appear here on their day." : overdueHint
            )
        }
        let pending = Wording.count(context.pendingToday.count, "task")
        let done = tasks.count - context.pendingToday.count
        let among = context.pendingTodayTally.isExact ? "" : " among the first \(tasks.count) of \(context.todayTally.text("task"))"
        let doneHint = (done == 0 ? "" : ", \(done) done") + among
        return ChatReply(
            "Today, \(DayText.long(context.today)): \(pending) to do\(doneHint).", "You have \(pending) to do today\(doneHint).",
            body: Wording.bullets(tasks, limit: 8, of: context.todayTally, \.line) + (overdueHint.isEmpty ? "" : "\n\(overdueHint)")
        )
    }

    func overdue() -> ChatReply {
        let tasks = context.tasksOverdue
        let tally = context.overdueTally
        guard !tally.isNone else { return ChatReply("Nothing is overdue.", "No task is overdue.") }
        return ChatReply(
            "\(tally.text("task is", "tasks are")) overdue, the oldest first:", "Overdue (\(tally.text("task"))):",
            body: Wording.bullets(tasks, limit: 8, of: tally) { $0.overdueLine(today: context.today) }
        )
    }

    /// The days asked for; today's where they could not be told.
    func otherDays() -> ChatReply {
        guard let agenda = context.agenda else {
            var reply = today()
            reply.openings = reply.openings.map { "Name the day, such as Friday or next week, to see what is due then.\n\($0)" }
            return reply
        }
        if !agenda.unread.isEmpty { return unclear(agenda.unread, such: "tasks on 4 December, or: what is due by Friday") }
        let tally = Tally(known: agenda.total.map(Int.init) ?? agenda.tasks.count, isExact: agenda.total != nil || agenda.isWhole)
        let noun = agenda.kind ?? "task"
        let isOneDay = agenda.days.map { $0.lowerBound == $0.upperBound } ?? false
        let isOver = agenda.isPast && agenda.days.map { $0.upperBound <= context.today } != false
        let lines = Wording.bullets(agenda.tasks, limit: 12, of: tally) { task in
            let isMissed = agenda.isPast && task.status == "pending" && (isOver || task.dueDate.map { $0 < context.today } != false)
            let line = isMissed ? task.line("not done") : task.line
            return isOneDay ? line : (task.dueDate.map { "\(DayText.long($0, today: context.today)): " } ?? "") + line
        }
        guard let days = agenda.days.map({ named($0, as: agenda.words) }) else {
            if let kind = agenda.kind { return ahead(of: kind, tally, lines) }
            guard !agenda.tasks.isEmpty else { return ChatReply("No task is pending.", "You have no pending tasks.") }
            return ChatReply("You have \(tally.text("pending task")):", "Pending (\(tally.text("task"))):", body: lines)
        }
        guard !agenda.tasks.isEmpty else {
            if agenda.isPast { return ChatReply("No \(noun) was due \(days).", "The records hold no \(noun) that was due \(days).") }
            return agenda.kind == nil
                ? ChatReply("Nothing is due \(days).", "No task is due \(days).")
                : ChatReply("No \(noun) is due \(days).", "You have no \(noun)s \(days).")
        }
        let verbs = isOver ? ("was", "were") : ("is", "are")
        return ChatReply(
            "\(tally.opening("\(noun) \(verbs.0)", "\(noun)s \(verbs.1)")) due \(days):", "Due \(days): \(tally.text(noun)).",
            body: lines + overdueHint(besides: agenda))
    }

    /// Whoever asks what is due by some day wants to know what is late too.
    private func overdueHint(besides agenda: Agenda) -> String {
        let isBound = ["by ", "until ", "till ", "through ", "before "].contains { agenda.words.hasPrefix($0) }
        return isBound && !agenda.isPast && agenda.kind == nil && !overdueHint.isEmpty ? "\n\(overdueHint)" : ""
    }

    /// The meetings or visits that are still to come, the next one first.
    private func ahead(of noun: String, _ tally: Tally, _ lines: String) -> ChatReply {
        guard !tally.isNone else { return ChatReply("No \(noun) is planned.", "You have no \(noun)s ahead.") }
        return ChatReply(
            "You have \(tally.text(noun)) ahead, the next one first:", "Still to come (\(tally.text(noun))), the next one first:", body: lines)
    }

    /// `on Friday 6 March`, `from Monday 9 March to Sunday 15 March`.
    private func named(_ days: ClosedRange<LocalDate>, as words: String) -> String {
        let tomorrow = context.today.adding(days: 1)
        if days == tomorrow...tomorrow { return "tomorrow, \(DayText.long(tomorrow, today: context.today))" }
        return words.isEmpty ? DayText.span(days, today: context.today) : words
    }

    private var overdueHint: String {
        context.overdueTally.isNone
            ? "" : "\(context.overdueTally.text("task is", "tasks are")) overdue; ask \"what is overdue?\" to see."
    }
}

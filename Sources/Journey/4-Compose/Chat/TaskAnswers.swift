import Domain

extension ChatAnswerer {
    func today() -> ChatReply {
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

    func otherDays() -> ChatReply {
        var reply = today()
        reply.openings = reply.openings.map { "In chat I see the tasks of today and the overdue ones; other days are on the page.\n\($0)" }
        return reply
    }

    private var overdueHint: String {
        context.overdueTally.isNone
            ? "" : "\(context.overdueTally.text("task is", "tasks are")) overdue; ask \"what is overdue?\" to see."
    }
}

import Domain
import Storage

struct ExplainAgent: ReadingTool {
    let name = "explain_agent"
    let permission = Permission.read
    let purpose = "Says whether a contact, or the salesperson, would get a message of an agent now, and if not which rule stands in the way."
    let arguments: [Field] = [
        .required("agent", .text(1...40), "The agent's key, such as REMINDER, FOLLOW_UP, CLOSURE, NURTURE or UPSELL."),
        .optional("contact_id", .integer(Field.identifiers), "The contact; the salesperson unless said."),
    ]

    func read(_ arguments: Table.Values, _ bench: ToolBench) async throws -> ToolFindings {
        let key = arguments.text("agent")
        guard let agent = AgentName(key.uppercased()) else { throw AgentNotFound(name: key) }
        var question = PlanReport.Question()
        question.withCounts = false
        if let contact = arguments.optionalInteger("contact_id") {
            _ = try await bench.own(Contacts.table, contact)
            question.contact = contact
        } else {
            question.after = .users(after: bench.person.user - 1)
            question.limit = 1
        }
        let report = try await PlanReporter(store: bench.store, clock: bench.clock).report(agent, in: bench.workspace, question)
        return ToolFindings("The agent \(report.agent.type.rawValue)", lines(report, question, bench.person))
    }

    private func lines(_ report: PlanReport, _ question: PlanReport.Question, _ person: Person) -> [String] {
        let entries = report.entries.filter { question.contact == nil ? $0.contact == nil && $0.user == person.user : $0.contact == question.contact }
        guard !entries.isEmpty else {
            return ["It writes to \(question.contact == nil ? "contacts" : "the people of the business") only."]
        }
        return entries.map { entry in
            let who = entry.contact.map { "contact \($0)" } ?? "the salesperson"
            let fate =
                entry.reason.map { "gets no message: \(RecordLines.text($0, 400))" } ?? "gets its message at \(entry.localTime ?? "its next time")"
            return "\(who), \(RecordLines.text(entry.name, 80)): \(fate)"
        } + (report.agent.timing.isPaused ? ["The agent is paused: it writes to nobody by itself."] : [])
    }
}

import ArgumentParser
import Domain
import Journey
import Storage
import Web

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show whom an agent would write to and when, and why everyone else gets nothing.",
        discussion: "What the plan says and what the agent does are one and the same (docs/rules.md).")

    @OptionGroup var options: WorkspaceOptions
    @Argument(help: "The agent, such as FOLLOW_UP.") var agent: String
    @Option(help: "At which time, such as 2026-03-01T09:00:00Z (now).") var at: String?
    @Option(help: "Only this contact, by its id.") var contact: Int64?
    @Option(help: "Only those whom this rule keeps out, such as no_consent; none for those who get a message.") var rule: String?
    @Option(help: "How many to show at most.") var limit = 50
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let name = AgentName.key(try agentKey(agent))
        let question = try question()
        try await report {
            let wiring = try await Wiring(options)
            let plan = try await closing(wiring) {
                try await PlanReporter(store: wiring.store, clock: wiring.clock).report(name, in: options.id, question)
            }
            json ? sayJSON(plan) : print(plan)
        }
    }

    private func question() throws -> PlanReport.Question {
        var question = PlanReport.Question()
        if let at {
            guard let moment = Timestamp(rfc3339: at) else {
                throw ArgumentParser.ValidationError("\"\(at)\" is no time: write one such as 2026-03-01T09:00:00Z.")
            }
            question.moment = moment
        }
        if let rule {
            guard rule == "none" || Rule(rawValue: rule) != nil else {
                let known = Rule.allCases.map(\.rawValue).joined(separator: ", ")
                throw ArgumentParser.ValidationError("There is no rule \(rule): there are \(known), and none for those who get a message.")
            }
            question.selection = Rule(rawValue: rule).map { .keptOut($0) } ?? .included
        }
        guard limit > 0 else { throw ArgumentParser.ValidationError("The limit is at least 1.") }
        question.contact = contact
        question.withCounts = contact == nil
        question.limit = limit
        return question
    }

    private func print(_ plan: PlanReport) {
        if let obstacle = plan.obstacle { say("\(obstacle.sentence) Run by hand or by an event:") }
        for count in plan.counts {
            let who = count.isOfContacts ? (count.count == 1 ? "contact" : "contacts") : (count.count == 1 ? "person" : "people")
            let included = count.count == 1 ? "gets a message" : "get a message"
            say("\(count.count) \(who): \(count.verdict.rule.map { "\($0.rawValue). \(count.reason ?? "")" } ?? included)")
        }
        if let due = plan.stepsDue, due > 0 {
            say("\(due) of those in the sequence: \(due == 1 ? "its" : "their") next message is due by then, and goes out by the same rules.")
        }
        if !plan.entries.isEmpty { say("") }
        for entry in plan.entries {
            let who = entry.contact.map { "contact \($0)" } ?? "user \(entry.user)"
            say("\(who)  \(entry.name)  \(outcome(entry))".onOneLine)
        }
        if plan.next != nil { say("There are more: --limit shows them.") }
    }

    private func outcome(_ entry: PlanReport.Entry) -> String {
        guard let rule = entry.verdict.rule else {
            let zone = entry.zone.map { " \($0) (the \(entry.zoneSource?.rawValue ?? "workspace")'s)" } ?? ""
            return "\(entry.localTime ?? "")\(zone)"
        }
        let step = entry.nextStep.flatMap { step in entry.nextAt.map { " Step \(step) is due at \(entry.onOwnClock($0))." } }
        return "\(rule.rawValue): \(entry.reason ?? "")\(step ?? "")"
    }
}

private func sayJSON(_ plan: PlanReport) {
    var json = JSONWriter()
    json.plan(plan)
    sayAsIs(String(decoding: json.bytes, as: UTF8.self))
}

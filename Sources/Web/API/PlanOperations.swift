package import Domain
import Foundation
import HTTPTypes
package import Journey
import Storage

/// Explaining agents: who would get what, and which rule keeps everyone else out.
enum PlanOperations {
    static let all: [Operation] = [plan]

    /// A rule's key, or `none` for those who get a message.
    private static let selections = ["none"] + Rule.allCases.map(\.rawValue)

    private static let time: JSONValue = ["type": ["string", "null"], "format": "date-time"]
    private static let optionalText: JSONValue = ["type": ["string", "null"]]
    private static let optionalNumber: JSONValue = ["type": ["integer", "null"]]
    private static let rule: JSONValue = [
        "type": ["string", "null"], "enum": .array(Rule.allCases.map { .string($0.rawValue) } + [.null]),
    ]

    private static let count = Schema.object([
        "recipient": Schema.words(["user", "contact"]), "rule": rule, "condition": optionalNumber, "reason": optionalText, "count": Schema.integer,
    ])
    private static let entry = Schema.object([
        "user_id": Schema.identifier, "contact_id": optionalNumber, "name": Schema.text, "rule": rule, "condition": optionalNumber,
        "reason": optionalText, "held_by": optionalText, "send_at": time, "local_time": optionalText, "time_zone": optionalText,
        "next_step": optionalNumber, "next_at": time,
        "time_zone_source": ["type": ["string", "null"], "enum": .array(ZoneSource.allCases.map { .string($0.rawValue) } + [.null])],
    ])

    static let plan = Operation(
        method: .get, path: "/api/v1/agents/{agent}/plan", id: "planOfAgent", tag: "Agents",
        summary: "Who would get an agent's message at a time, and when; for everyone else the one rule that keeps them out (docs/rules.md).",
        parameters: [
            .agent, .query("at", "The time; now unless told.", ["type": "string", "format": "date-time"]),
            .query("contact_id", "Only this contact.", Schema.identifier),
            .query("rule", "Only those whom this rule keeps out; none for those who get a message.", Schema.words(selections)),
            .query("limit", "How many rows a page has.", ["type": "integer", "minimum": 1, "maximum": 200, "default": 50]),
            .query("cursor", "The next_cursor of the page before; the counts come with the first page only.", Schema.text),
        ],
        result: Schema.object([
            "agent_type": Schema.text, "at": ["type": "string", "format": "date-time"], "not_due": optionalText,
            "recipients": Schema.words(Recipients.allCases.map(\.rawValue)), "counts": Schema.list(count),
            "steps_due": optionalNumber, "items": Schema.list(entry),
            "next_cursor": optionalText,
        ]), problems: [.notFound]
    ) { request, services in
        let reporter = PlanReporter(store: services.store, clock: services.clock)
        let report = try await reporter.report(request.agentName(), in: request.workspace, question(request))
        return .json { $0.plan(report) }
    }

    private static func question(_ request: WebRequest) throws -> PlanReport.Question {
        var question = PlanReport.Question()
        if let text = request.query("at") {
            guard let moment = Timestamp(rfc3339: text) else {
                throw ValidationError(field: "at", "at must be a date and time such as 2026-03-01T09:00:00Z.")
            }
            question.moment = moment
        }
        if let text = request.query("contact_id"), case .integer(let id) = try contactField.value(ofText: text) { question.contact = id }
        if let text = request.query("rule"), case .text(let rule) = try ruleField.value(ofText: text) {
            question.selection = Rule(rawValue: rule).map { .keptOut($0) } ?? .included
        }
        question.limit = Int(try request.integer(query: "limit", in: 1...200, default: 50))
        if let cursor = request.query("cursor"), !cursor.isEmpty {
            question.after = try PlanCursor(cursor).place
            question.withCounts = false
        }
        return question
    }

    private static let contactField = Field.required("contact_id", .integer(Field.identifiers), "")
    private static let ruleField = Field.required("rule", .choice(selections), "")
}

/// Where a page of a plan ended, as text.
private struct PlanCursor {
    var place: PlanReport.Place

    init(_ place: PlanReport.Place) { self.place = place }

    /// - Throws: `ValidationError` for a text that is no cursor of a plan.
    init(_ text: String) throws {
        let parts = text.split(separator: "-")
        switch (parts.first, parts.count == 2 ? Int64(parts[1]) : nil) {
        case ("users", let id?): place = .users(after: id)
        case ("contacts", let id?): place = .contacts(after: id)
        default: throw ValidationError(field: "cursor", "cursor names no page of this list: begin again without it.")
        }
    }

    var text: String {
        switch place {
        case .users(let id): "users-\(id)"
        case .contacts(let id): "contacts-\(id)"
        }
    }
}

extension JSONWriter {
    package mutating func plan(_ report: PlanReport) {
        object { json in
            json.field("agent_type", report.agent.type.rawValue)
            json.field("at", report.moment.rfc3339)
            json.field("not_due", report.obstacle?.sentence)
            json.field("recipients", report.agent.recipients.rawValue)
            json.key("counts")
            json.array { json in for count in report.counts { json.count(count) } }
            json.field("steps_due", report.stepsDue)
            json.key("items")
            json.array { json in for entry in report.entries { json.entry(entry) } }
            json.field("next_cursor", report.next.map { PlanCursor($0).text })
        }
    }

    private mutating func count(_ count: PlanReport.Count) {
        object { json in
            json.field("recipient", count.isOfContacts ? "contact" : "user")
            json.verdict(count.verdict, count.reason)
            json.field("count", count.count)
        }
    }

    private mutating func entry(_ entry: PlanReport.Entry) {
        object { json in
            json.field("user_id", entry.user)
            json.field("contact_id", entry.contact)
            json.field("name", entry.name)
            json.verdict(entry.verdict, entry.reason)
            json.field("held_by", entry.heldBy)
            json.field("send_at", entry.sendAt?.rfc3339)
            json.field("local_time", entry.localTime)
            json.field("time_zone", entry.zone)
            json.field("time_zone_source", entry.zoneSource?.rawValue)
            json.field("next_step", entry.nextStep)
            json.field("next_at", entry.nextAt?.rfc3339)
        }
    }

    private mutating func verdict(_ verdict: RuleVerdict, _ reason: String?) {
        field("rule", verdict.rule?.rawValue)
        if case .keptOutByFilter(let number) = verdict { field("condition", Int64(number)) } else { field("condition", nil as Int64?) }
        field("reason", reason)
    }
}

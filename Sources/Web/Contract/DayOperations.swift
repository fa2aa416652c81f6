import Domain
import HTTPTypes
import Journey
import Storage

/// `/tasks/today/…` and `/progress/…`, of the calls at the root.
enum DayOperations {
    static let all: [Operation] = [today, progress]

    static let today = Operation(
        method: .get, path: "/tasks/today/{user_id}", id: "getTasksToday", tag: "Day", summary: "The tasks due today in the workspace's time zone.",
        parameters: [.id("user_id", "Whose tasks.")],
        result: Schema.object([
            "user_id": Schema.identifier,
            "tasks": Schema.list(
                Schema.object([
                    "id": Schema.identifier, "title": Schema.text, "status": Schema.text, "due_date": ["type": "string", "format": "date"],
                ])),
        ]),
        problems: [.notFound]
    ) { request, services in
        let person = try request.person()
        let day = try await services.settings.today(in: request.workspace)
        let rows = try await services.store.read(Tasks.today(person, day))
        if rows.isEmpty { try await services.mustKnow(person) }
        return .json(ofRows: rows.jsonSize) { json in
            json.object {
                $0.field("user_id", person.user)
                $0.key("tasks")
                $0.array { json in for row in rows { json.object { task(row, &$0) } } }
            }
        }
    }

    private static func task(_ row: Row, _ json: inout JSONWriter) {
        json.field("id", row.integer(0))
        json.field("title", textOf: row, 1)
        json.field("status", textOf: row, 2)
        json.field("due_date", textOf: row, 3)
    }

    static let progress = Operation(
        method: .get, path: "/progress/{user_id}", id: "getProgress", tag: "Day", summary: "What a person has reached, counted from the rows.",
        parameters: [.id("user_id", "Whose progress.")],
        result: Schema.object([
            "user_id": Schema.identifier,
            "progress": Schema.object([
                "leads_generated": Schema.integer, "meetings_completed": Schema.integer, "deals_closed": Schema.integer,
                "tasks_completed": Schema.integer,
            ]),
            "targets": Schema.list(
                Schema.object(["product": Schema.text, "target": Schema.integer, "achieved": Schema.integer, "percent": Schema.integer])),
        ]),
        problems: [.notFound]
    ) { request, services in
        let person = try request.person()
        let answers = try await services.store.read([ProgressCounts.of(person), ProgressCounts.targets(person), Users.exists(person)])
        guard !answers[2].isEmpty else { throw RowNotFound(noun: "user", id: person.user) }
        let counts = ProgressCounts.progress(answers[0][0])
        return .json { json in
            json.object {
                $0.field("user_id", person.user)
                $0.key("progress")
                $0.object { write(counts, &$0) }
                $0.key("targets")
                $0.array { json in for row in answers[1] { json.object { write(ProgressCounts.target(row), &$0) } } }
            }
        }
    }

    private static func write(_ counts: Progress, _ json: inout JSONWriter) {
        json.field("leads_generated", counts.leadsGenerated)
        json.field("meetings_completed", counts.meetingsCompleted)
        json.field("deals_closed", counts.dealsClosed)
        json.field("tasks_completed", counts.tasksCompleted)
    }

    private static func write(_ target: TargetFact, _ json: inout JSONWriter) {
        json.field("product", target.product)
        json.field("target", target.target)
        json.field("achieved", target.achieved)
        json.field("percent", target.percent)
    }
}

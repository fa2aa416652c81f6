import Domain
import HTTPTypes
import Journey
import Storage

/// The workspace, and what the page needs to know at its start.
enum WorkspaceOperations {
    static let all: [Operation] = [status, get, change]

    static let status = Operation(
        method: .get, path: "/api/v1/status", id: "getStatus", tag: "Workspace", summary: "Version, writer, day and workspace.",
        result: Schema.object([
            "version": Schema.text,
            "writer": Schema.object(["kind": Schema.text, "name": Schema.text, "model": ["type": ["string", "null"]]]),
            "workspace": Schema.object(["id": Schema.identifier, "name": Schema.text, "time_zone": Schema.text]),
            "today": ["type": "string", "format": "date"], "sample": ["type": "boolean"], "database": Schema.text,
        ])
    ) { request, services in
        let answers = try await services.store.read([Workspaces.get(request.workspace), SampleRows.exist(request.workspace)])
        guard let workspace = answers[0].first else { throw RowNotFound(noun: "workspace", id: request.workspace.value) }
        let today = try await services.settings.today(in: request.workspace)
        // Where its models cannot be asked as they are, what would write without them.
        let writer = (try? await services.writer.writer(in: request.workspace).name) ?? services.writer.name
        return .json { json in
            json.object {
                $0.field("version", services.version)
                $0.key("writer")
                $0.object {
                    $0.field("kind", writer.provider)
                    $0.field("name", writer.description)
                    $0.field("model", writer.model)
                }
                $0.key("workspace")
                $0.object {
                    $0.field("id", workspace.integer(0))
                    $0.field("name", workspace.text(1))
                    $0.field("time_zone", workspace.text(2))
                }
                $0.field("today", today.description)
                $0.field("sample", !answers[1].isEmpty)
                $0.field("database", services.store.dialect.rawValue)
            }
        }
    }

    static let get = Operation(
        method: .get, path: "/api/v1/workspace", id: "getWorkspace", tag: "Workspace", summary: "The workspace.",
        result: Schema.reference("Workspace")
    ) { request, services in
        guard let row = try await services.store.read(Workspaces.get(request.workspace)).first else { throw Problem.fault }
        return answer(row)
    }

    static let change = Operation(
        method: .patch, path: "/api/v1/workspace", id: "changeWorkspace", tag: "Workspace",
        summary:
            "Change the workspace: its name, its time zone, the rules for messages to contacts (docs/rules.md), what keeps guarded agents from sending by themselves (docs/autonomy.md), and what models may cost (docs/costs.md).",
        parameters: [.ifMatch],
        body: Schema.reference("WorkspaceChange"),
        result: Schema.reference("Workspace"), problems: [.preconditionFailed]
    ) { request, services in
        let values = try request.changes(of: Workspaces.columns)
        try check(values)
        try await services.models.check(values, in: request.workspace)
        var agents: [SQL] = []
        if let zone = values.optionalText("time_zone") {
            agents = try await services.agents.changingTimeZone(of: request.workspace, to: zone)
        }
        let update = Workspaces.update(request.workspace, values, version: request.expectedVersion, now: services.clock.now())
        let changesBudget = Workspaces.budgets.contains { values[$0.name] != nil }
        let budget = changesBudget ? try await services.spending.letGoOn(request.workspace, now: services.clock.now()) : []
        let rows = try await services.store.commit(agents + budget + [update]).last ?? []
        services.settings.forget(request.workspace)
        if values["requires_second_factor"] != nil { services.access.authenticator.forget() }
        services.signals.send(.schedules)
        if changesBudget { services.signals.send(.runs) }
        return answer(rows[0])
    }

    private static func check(_ values: Table.Values) throws {
        if let days = values.optionalText("working_days").map(JSONText.texts) {
            guard !days.isEmpty, days.allSatisfy(SendingHours.dayNames.contains), Set(days).count == days.count else {
                throw ValidationError(
                    field: "working_days", "working_days must be at least one of \(SendingHours.dayNames.joined(separator: ", ")), each once.")
            }
        }
        if let risks = values.optionalText("guarded_ignores").map(JSONText.texts) {
            guard risks.allSatisfy({ Risk(rawValue: $0) != nil }), Set(risks).count == risks.count else {
                throw ValidationError(field: "guarded_ignores", "guarded_ignores must be any of \(Risks.names), each once.")
            }
        }
        if let issue = values.holidayIssue { throw ValidationError([issue]) }
    }

    private static func answer(_ row: Row) -> Answer {
        Answer.json { $0.row(row, Workspaces.columns) }.with(.eTag, "\"\(row.integer(Workspaces.columns.count - 1))\"")
    }
}

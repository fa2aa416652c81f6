package import Domain

import struct Foundation.TimeZone

/// An agent as its row says.
package struct Agent: Equatable, Sendable {
    package var id: Int64
    package var workspace: WorkspaceID
    package var type: AgentType
    package var version: Int64
    package var timing: AgentTiming
    /// What besides its schedule makes it run.
    package var trigger: Trigger?
    /// Its further messages to a contact.
    package var sequence: MessageSequence
    /// When the scheduler looks at it next; 0 for at once.
    package var nextDueAt: Timestamp?
    /// The columns of `Agents.table`.
    package var row: Row

    /// Nil for a row whose schedule cannot be read, which no valid change leaves behind.
    ///
    /// - Parameter row: of `Agents.all`.
    package init?(_ row: Row) {
        let columns = Agents.table.columns
        let fields = Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), row.values))
        let width = columns.count
        guard let type = AgentType(rawValue: fields.text("agent_type")), let schedule = try? Schedule(parsing: fields.text("schedule_rule")) else {
            return nil
        }
        id = fields.integer("id")
        workspace = WorkspaceID(row.integer(width))
        self.type = type
        version = fields.integer("version")
        timing = AgentTiming(
            schedule: schedule, zone: knownTimeZone(fields.optionalText("time_zone") ?? row.text(width + 3)) ?? .gmt, rules: fields.rules,
            catchUp: CatchUp(rawValue: fields.text("catch_up")) ?? .skip, isPaused: fields.integer("paused") != 0,
            plannedThrough: row.time(width + 1), skippedThrough: fields.optionalInteger("skipped_through").map(Timestamp.init(milliseconds:)))
        trigger = fields.optionalText("trigger").flatMap { try? Trigger(parsing: $0) }
        sequence = SequenceSteps.sequence(fields.text("steps"))
        nextDueAt = row.optionalInteger(width + 2).map(Timestamp.init(milliseconds:))
        self.row = Row(Array(row.values.prefix(width)))
    }
}

extension Agent {
    package var values: Table.Values { Dictionary(uniqueKeysWithValues: zip(Agents.table.columns.map(\.name), row.values)) }
    package var name: AgentName { .id(id) }
    package var isBuiltIn: Bool { values.integer("built_in") != 0 }
}

extension Table.Values {
    /// Zero where it is missing or null.
    package func integer(_ name: String) -> Int64 { optionalInteger(name) ?? 0 }
    /// Empty where it is missing or null.
    package func text(_ name: String) -> String { optionalText(name) ?? "" }

    package func optionalInteger(_ name: String) -> Int64? {
        guard case .integer(let value)? = self[name] else { return nil }
        return value
    }

    package func optionalText(_ name: String) -> String? {
        guard case .text(let value)? = self[name] else { return nil }
        return value
    }

    /// What is wrong with the days off of these values.
    package var holidayIssue: ValidationError.Issue? {
        optionalText("holidays").map(JSONText.texts)?.first { LocalDate($0) == nil }.map { wrong in
            ValidationError.Issue(field: "holidays", message: "holidays must be dates such as 2026-12-25, not \"\(wrong)\".")
        }
    }

    /// The days on which an agent of these values is due.
    package var rules: ScheduleRules {
        ScheduleRules(
            startDate: optionalText("start_date").flatMap(LocalDate.init), endDate: optionalText("end_date").flatMap(LocalDate.init),
            holidays: Set(JSONText.texts(text("holidays").isEmpty ? "[]" : text("holidays")).compactMap(LocalDate.init)))
    }
}

/// An agent as occurrences and runs name it.
package struct AgentKey: Hashable, Sendable {
    package var workspace: WorkspaceID
    package var type: AgentType

    package init(_ workspace: WorkspaceID, _ type: AgentType) {
        self.workspace = workspace
        self.type = type
    }
}

/// A built-in agent as it comes.
package struct NewAgent: Sendable {
    package var type: AgentType
    package var title: String
    package var purpose: String
    package var schedule: Schedule

    package init(type: AgentType, title: String, purpose: String, schedule: Schedule) {
        self.type = type
        self.title = title
        self.purpose = purpose
        self.schedule = schedule
    }

    /// Everything about it that a person can change.
    package var values: Table.Values {
        var values = Agents.table.initialValues
        values["title"] = .text(title)
        values["purpose"] = .text(purpose)
        values["schedule_rule"] = .text(schedule.description)
        return values
    }
}

extension Table {
    /// What fields hold that nothing is said about; null where something must be said.
    package var initialValues: Values {
        Dictionary(uniqueKeysWithValues: fields.filter { !$0.isReadOnly }.map { ($0.name, $0.initial ?? .null) })
    }
}

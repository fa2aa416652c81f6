import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `An agent that is changed` {
    @Test func `has nothing due while it is paused, and makes up for nothing afterwards`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            _ = try await engine.editor.pause(reminder, in: .first, version: nil)
            try await live(engine, until: "2026-03-05T08:30:00.000Z")
            #expect(try await reminders(engine) == [])
            _ = try await engine.editor.resume(reminder, in: .first, version: nil)
            try await live(engine, until: "2026-03-06T10:00:00.000Z")
            #expect(try await reminders(engine) == ["2026-03-05T09:00:00 planned", "2026-03-06T09:00:00 planned"])
        }
    }

    @Test func `leaves out the next time, once for each wish, and resuming takes the wish back`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            for _ in 0..<2 { _ = try await engine.editor.skipNext(reminder, in: .first, version: nil) }
            try await live(engine, until: "2026-03-05T10:00:00.000Z")
            #expect(try await reminders(engine) == ["2026-03-03T09:00:00 skipped", "2026-03-04T09:00:00 skipped", "2026-03-05T09:00:00 planned"])
            _ = try await engine.editor.skipNext(reminder, in: .first, version: nil)
            _ = try await engine.editor.resume(reminder, in: .first, version: nil)
            try await live(engine, until: "2026-03-06T10:00:00.000Z")
            #expect(try await reminders(engine).last == "2026-03-06T09:00:00 planned")
        }
    }

    @Test func `keeps its holidays, its first day and its last`() async throws {
        try await EngineFixture.with(at: "2026-03-01T00:00:00.000Z") { engine in
            _ = try await engine.editor.change(
                reminder, in: .first, version: nil,
                to: ["start_date": .text("2026-03-03"), "end_date": .text("2026-03-06"), "holidays": .text(#"["2026-03-04"]"#)])
            try await live(engine, until: "2026-03-09T00:00:00.000Z")
            #expect(try await reminders(engine) == ["2026-03-03", "2026-03-05", "2026-03-06"].map { "\($0)T09:00:00 planned" })
        }
    }

    @Test(
        arguments: [
            ("skip", ["late", "late", "planned"]), ("run_once", ["overtaken", "overtaken", "planned"]),
            ("run_all", ["planned", "planned", "planned"]),
        ])
    func `makes up for a downtime as it says`(choice: String, ends: [String]) async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["catch_up": .text(choice)])
            engine.clock.move(to: utc("2026-03-05T09:30:00.000Z"))
            _ = try await engine.scheduler().tick()
            #expect(try await reminders(engine).map { String($0.suffix(from: $0.lastIndex(of: " ")!).dropFirst()) } == ends)
        }
    }

    @Test func `has due what its old schedule brought before the change, and what the new one brings after it`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            // Nobody has looked since before nine: the change itself accounts for it.
            engine.clock.move(to: utc("2026-03-03T09:30:00.000Z"))
            _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["schedule_rule": .text("every day at 09:15")])
            try await live(engine, until: "2026-03-04T12:00:00.000Z")
            #expect(try await reminders(engine) == ["2026-03-03T09:00:00 planned", "2026-03-04T09:15:00 planned"])
        }
    }

    @Test func `keeps its own time zone, and otherwise follows the workspace's from the change on`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:30:00.000Z") { engine in
            _ = try await engine.editor.change(.key(.closure), in: .first, version: nil, to: ["time_zone": .text("Asia/Tokyo")])
            try await engine.move(workspaceTo: "Europe/Berlin")
            try await live(engine, until: "2026-03-04T12:00:00.000Z")
            // Nine o'clock in Berlin has passed half an hour before the change.
            #expect(try await reminders(engine) == ["2026-03-04T08:00:00 planned"])
            #expect(try await occurrences(engine, "CLOSURE") == ["2026-03-04T07:00:00 planned"])
        }
    }

    @Test(arguments: ["schedule", "zone", "workspace"]) func `skips nothing any more once the time that was to be skipped is another`(
        change: String
    ) async throws {
        try await EngineFixture.with(at: "2026-03-03T08:30:00.000Z") { engine in
            _ = try await engine.editor.skipNext(reminder, in: .first, version: nil)
            switch change {
            case "schedule":
                _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["schedule_rule": .text("every day at 08:45")])
            case "zone": _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["time_zone": .text("Atlantic/Azores")])
            default: try await engine.move(workspaceTo: "Atlantic/Azores")
            }
            let agent = try await engine.editor.find(reminder, in: .first)
            #expect(agent.timing.skippedThrough == nil)
            try await live(engine, until: "2026-03-03T12:00:00.000Z")
            #expect(try await reminders(engine) == [change == "schedule" ? "2026-03-03T08:45:00 planned" : "2026-03-03T10:00:00 planned"])
        }
    }

    @Test func `goes on skipping where the schedule and the zone are said once more as they are`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:30:00.000Z") { engine in
            let before = try await engine.editor.skipNext(reminder, in: .first, version: nil)
            _ = try await engine.editor.change(
                reminder, in: .first, version: nil, to: ["schedule_rule": .text(before.values.text("schedule_rule")), "time_zone": .null])
            try await engine.move(workspaceTo: "UTC")
            try await live(engine, until: "2026-03-03T12:00:00.000Z")
            #expect(try await reminders(engine) == ["2026-03-03T09:00:00 skipped"])
        }
    }

    @Test func `keeps every version, and runs tell which one wrote them`() async throws {
        let writer = ScriptedWriter()
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z", writer: writer) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            let agent = try await engine.editor.change(reminder, in: .first, version: 1, to: ["prompt": .text("Say hello to {{name}}.")])
            try await engine.worker().drain()
            _ = try await engine.editor.restore(reminder, in: .first, version: 2)
            _ = try await engine.pipeline.run(.reminder, for: owner)
            let runs = try await engine.store.read(SQL("SELECT agent_id, agent_version FROM agent_runs ORDER BY id"))
            #expect(runs == [Row([.integer(agent.id), .integer(2)]), Row([.integer(agent.id), .integer(3)])])
            let versions = try await engine.store.read(AgentVersions.list(.first, agent: agent.id, limit: 10))
            #expect(versions.map { $0.integer(0) } == [3, 2, 1])
            #expect(versions.map { $0.text(1).contains("Say hello") } == [false, true, false])
            #expect(versions[0].text(1) == versions[2].text(1))
        }
    }

    @Test func `is not changed by who has seen another version, and loses no change of two at once`() async throws {
        try await EngineFixture.with { engine in
            _ = try await engine.editor.pause(reminder, in: .first, version: 1)
            await #expect(throws: StaleVersion.self) { _ = try await engine.editor.resume(reminder, in: .first, version: 1) }
            let editor = engine.editor
            try await withThrowingTaskGroup(of: Agent.self) { group in
                for number in 0..<8 {
                    group.addTask { try await editor.change(.key(.reminder), in: .first, version: nil, to: ["title": .text("Title \(number)")]) }
                }
                try await group.waitForAll()
            }
            let agent = try await engine.editor.find(reminder, in: .first)
            #expect(agent.version == 10)
            #expect(try await engine.store.read(AgentVersions.list(.first, agent: agent.id, limit: 20)).count == 10)
        }
    }

    @Test(
        arguments: [
            ("schedule_rule", "every blue moon"), ("holidays", #"["tomorrow"]"#), ("prompt", "Hello {{nmae}}"),
            ("contact_prompt", "{{! only a comment }}"), ("prompt", "{{#tasks}} {{/tasks}}"), ("end_date", "2026-01-01"),
        ])
    func `refuses what cannot be, and stays as it was`(field: String, value: String) async throws {
        try await EngineFixture.with { engine in
            let changes: Table.Values = ["start_date": .text("2026-02-01"), field: .text(value)]
            let error = await #expect(throws: ValidationError.self) {
                _ = try await engine.editor.change(reminder, in: .first, version: nil, to: changes)
            }
            #expect(error?.issues.map(\.field) == [field])
            let agent = try await engine.editor.find(reminder, in: .first)
            #expect(agent.version == 1)
        }
    }

    @Test(
        arguments: [
            ("once at 2026-03-03T08:59", nil), ("once at 2026-03-03T09:00", nil), ("once at 2026-03-03T10:00", "Asia/Tokyo"),
            ("once at 2026-03-03T08:00:00Z", nil),
        ] as [(String, String?)])
    func `refuses a single time that has passed, of a new agent too`(rule: String, zone: String?) async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            try await engine.commit("UPDATE workspaces SET time_zone = 'Europe/Berlin'")
            let values: Table.Values = ["schedule_rule": .text(rule), "time_zone": .optional(zone)]
            let changing = await #expect(throws: ValidationError.self) {
                _ = try await engine.editor.change(reminder, in: .first, version: nil, to: values)
            }
            let creating = await #expect(throws: ValidationError.self) {
                _ = try await engine.editor.create(in: .first, values.merging(["title": .text("Once"), "prompt": .text("Hello")]) { $1 })
            }
            for error in [changing, creating] {
                #expect(error?.issues.map(\.field) == ["schedule_rule"] && error?.issues[0].message.contains("has passed") == true)
            }
        }
    }

    @Test(arguments: ["agent", "workspace"]) func `has had its single time, also where that is to come on another clock`(other: String) async throws {
        try await EngineFixture.with(at: "2026-03-03T07:30:00.000Z") { engine in
            try await engine.commit("UPDATE workspaces SET time_zone = 'Europe/Berlin'")
            _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["schedule_rule": .text("once at 2026-03-03T09:00")])
            try await live(engine, until: "2026-03-03T09:00:00.000Z")
            for zone in ["America/New_York", "America/Los_Angeles"] {
                if other == "agent" {
                    _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["time_zone": .text(zone)])
                } else {
                    try await engine.move(workspaceTo: zone)
                }
            }
            let agent = try await engine.editor.find(reminder, in: .first)
            #expect(agent.timing.next(after: engine.clock.now) == nil)
            #expect(agent.values.text("schedule_rule") == "once at 2026-03-03T08:00:00Z")
            #expect(try await engine.store.read(AgentVersions.list(.first, agent: agent.id, limit: 20)).count == Int(agent.version))
            try await live(engine, until: "2026-03-03T20:00:00.000Z")
            #expect(try await reminders(engine) == ["2026-03-03T08:00:00 planned"])
        }
    }

    @Test(arguments: ["agent", "workspace"]) func `has its single time on another clock where that has only passed by on this one`(
        other: String
    ) async throws {
        try await EngineFixture.with(at: "2026-03-03T07:30:00.000Z") { engine in
            try await engine.commit("UPDATE workspaces SET time_zone = 'Europe/Berlin'")
            _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["schedule_rule": .text("once at 2026-03-03T09:00")])
            for zone in ["Asia/Tokyo", "America/New_York"] {
                if other == "agent" {
                    _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["time_zone": .text(zone)])
                } else {
                    try await engine.move(workspaceTo: zone)
                }
            }
            try await live(engine, until: "2026-03-03T20:00:00.000Z")
            #expect(try await reminders(engine) == ["2026-03-03T14:00:00 planned"])
        }
    }

    @Test func `changes otherwise after its single time as before it`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            let once = SQLValue.text("once at 2026-03-03T09:00")
            _ = try await engine.editor.change(reminder, in: .first, version: nil, to: ["schedule_rule": once])
            engine.clock.advance(by: .seconds(7200))
            let agent = try await engine.editor.change(
                reminder, in: .first, version: nil, to: ["title": .text("Once"), "schedule_rule": once])
            #expect(agent.values.text("title") == "Once" && agent.version == 3)
        }
    }

    @Test func `wakes the scheduler`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            let service = Task { try await engine.scheduler().run() }
            try await eventually { engine.clock.sleepers == 1 }
            _ = try await engine.editor.change(
                reminder, in: .first, version: nil, to: ["schedule_rule": .text("once at 2026-03-03T08:00:05Z")])
            try await eventually { try await engine.store.read(Agents.nextDue)[0].time(0) == utc("2026-03-03T08:00:05.000Z") }
            service.cancel()
            try await service.value
        }
    }

    private let reminder = AgentName.key(.reminder)

    private func live(_ engine: EngineFixture, until end: String) async throws {
        while engine.clock.now < utc(end) {
            _ = try await engine.scheduler().tick()
            engine.clock.advance(by: .seconds(600))
        }
    }

    private func reminders(_ engine: EngineFixture) async throws -> [String] { try await occurrences(engine, "REMINDER") }

    /// `due-time planned`, or why it was missed.
    private func occurrences(_ engine: EngineFixture, _ agent: String) async throws -> [String] {
        let rows = try await engine.store.read(
            SQL("SELECT due_at, COALESCE(missed_because, 'planned') FROM occurrences WHERE agent_type = $1 ORDER BY due_at", [.text(agent)]))
        return rows.map { "\($0.time(0).wallClock) \($0.text(1))" }
    }
}

extension EngineFixture {
    fileprivate func move(workspaceTo zone: String) async throws {
        let statements = try await editor.changingTimeZone(of: .first, to: zone)
        _ = try await store.commit(statements + [Workspaces.update(.first, ["time_zone": .text(zone)], version: nil, now: clock.now)])
    }
}

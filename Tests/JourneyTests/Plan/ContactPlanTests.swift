import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `A plan for contacts` {
    @Test func `keeps each contact out by one rule, the first that holds`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "stage = lead and phone is empty")
            let cases: [(rule: Rule?, values: Table.Values)] = [
                (nil, [:]), (.noAddress, ["email": .null]), (.noConsent, ["consent": .text("unknown")]),
                (.noConsent, ["consent": .text("withdrawn")]), (.filter, ["stage": .text("customer")]), (.filter, ["phone": .text("1")]),
            ]
            for (index, one) in cases.enumerated() { try await engine.addContact(Int64(index + 1), one.values) }
            let ids = try await engine.verdicts(.closure)
            #expect(ids == cases.map(\.rule))
            let reasons = try await engine.report(.closure).entries.map(\.verdict)
            #expect(reasons.suffix(2) == [.keptOutByFilter(1), .keptOutByFilter(2)])
        }
    }

    @Test func `leaves out who is suppressed, in conversation, has had enough, or has something on its way`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone")
            for id in Int64(1)...8 { try await engine.addContact(id) }
            try await engine.commit(
                "INSERT INTO suppressions (workspace_id, email, reason, created_at, updated_at, version) VALUES (1, 'C1@EXAMPLE.COM', 'opt_out', 0, 0, 1)"
            )
            try await engine.say(to: 2, direction: "inbound", kind: "NOTE", hoursAgo: 71)
            try await engine.say(to: 3, direction: "outbound", kind: "NOTE", hoursAgo: 1)
            try await engine.say(to: 4, kind: "NURTURE", hoursAgo: 11)
            for hours: Int64 in [13, 40, 80] { try await engine.say(to: 5, kind: "NURTURE", hoursAgo: hours) }
            try await engine.say(to: 6, kind: "CLOSURE", status: "draft", hoursAgo: 1)
            // What is too long ago, and what is about a contact and not to it, keeps nobody out.
            try await engine.say(to: 7, direction: "inbound", kind: "NOTE", hoursAgo: 73)
            try await engine.say(to: 7, direction: "internal", kind: "NOTE", hoursAgo: 1)
            try await engine.say(to: 8, kind: "NURTURE", hoursAgo: 24 * 8)
            let verdicts = try await engine.verdicts(.closure)
            #expect(verdicts == [.suppressed, .inConversation, .inConversation, .contactDailyCap, .contactWeeklyCap, .pending, nil, nil])
        }
    }

    @Test(arguments: [Rule.contactDailyCap, .contactWeeklyCap]) func `lets nobody have a message where the cap is none`(rule: Rule) async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone")
            try await engine.addContact(1)
            try await engine.commit("UPDATE workspaces SET \(rule.rawValue) = 0")
            #expect(try await engine.verdicts(.closure) == [rule])
        }
    }

    @Test func `goes by when a message went out, where it was written before an answer`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "last_direction = inbound")
            for id in Int64(1)...2 {
                try await engine.addContact(id)
                try await engine.say(to: id, direction: "inbound", kind: "NOTE", hoursAgo: 200)
                try await engine.say(to: id, kind: "NURTURE", hoursAgo: 300)
            }
            try await engine.commit("UPDATE communications SET sent_at = created_at + 180 * 3600000 WHERE contact_id = 2 AND direction = 'outbound'")
            #expect(try await engine.verdicts(.closure) == [nil, .filter])
        }
    }

    @Test func `is counted before anybody can begin with it`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone")
            for id in Int64(1)...3 { try await engine.addContact(id) }
            // A scheduler that makes the runs as soon as the occurrence is there.
            let hasty = StoreThatGoesOn(engine.store) { try await engine.expand(sliceOf: 7) }
            let accepted = try await BatchRequest(store: hasty, clock: engine.clock.wall, signals: engine.signals).request(.closure, in: .first)
            #expect(accepted.runs == 3 && hasty.hasGoneOn)
        }
    }

    @Test func `is what its run does`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "stage = lead")
            for id in Int64(1)...40 {
                try await engine.addContact(
                    id, ["stage": .text(id % 3 == 0 ? "customer" : "lead"), "time_zone": .text(id % 2 == 0 ? "Asia/Tokyo" : "Europe/Berlin")])
            }
            let plan = try await engine.report(.closure)
            _ = try await engine.batches.request(.closure, in: .first)
            try await engine.expand(sliceOf: 7)
            let runs = try await engine.runs()
            let included = plan.entries.filter { $0.verdict == .included }.map { "\($0.contact ?? 0) \($0.sendAt?.milliseconds ?? 0)" }
            #expect(included.count == 27 && runs == included)
            let again = try await engine.verdicts(.closure)
            #expect(again.filter { $0 == .pending }.count == 27 && !again.contains(nil))
            let occurrences = try await engine.occurrences("state || ' ' || CAST(runs AS TEXT)")
            #expect(occurrences == ["running 27"])
        }
    }

    @Test func `spreads what a cap lets through over the day, those first who have waited longest`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", ["daily_cap": .integer(4)])
            for id in Int64(1)...9 { try await engine.addContact(id) }
            try await engine.say(to: 1, kind: "NURTURE", hoursAgo: 24 * 9)
            let plan = try await engine.report(.closure)
            #expect(plan.counts.map(\.verdict) == [.included, .keptOut(.agentDailyCap)] && plan.counts.map(\.count) == [4, 5])
            #expect(plan.entries.filter { $0.verdict == .included }.compactMap(\.contact) == [2, 3, 4, 5])
            // From noon until the quiet hours that begin at eight in the evening.
            #expect(plan.entries.compactMap(\.sendAt?.wallClock).map { $0.suffix(8) } == ["12:00:00", "14:00:00", "16:00:00", "18:00:00"])
            _ = try await engine.batches.request(.closure, in: .first)
            try await engine.expand(sliceOf: 3)
            let runs = try await engine.runs()
            #expect(runs.count == 4)
            let left = try await engine.verdicts(.closure)
            #expect(left.filter { $0 == .agentDailyCap }.count == 5)
        }
    }

    @Test func `leaves a contact to another agent once a person has released it`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", ["hold_days": .integer(30)])
            try await engine.writeToContacts(.nurture, filter: "everyone")
            try await engine.addContact(1)
            _ = try await engine.batches.request(.closure, in: .first)
            try await engine.expand()
            await #expect(throws: ContactHolds.UnderWay.self) {
                try await engine.store.commit(ContactHolds.release(.first, contact: 1, from: "CLOSURE"))
            }
            try await engine.commit("UPDATE agent_runs SET state = 'succeeded', next_attempt_at = NULL")
            try await engine.say(to: 1, kind: "CLOSURE", hoursAgo: 24 * 8)
            #expect(try await engine.verdicts(.nurture) == [.held])
            _ = try await engine.store.commit(ContactHolds.release(.first, contact: 1, from: "CLOSURE"))
            #expect(try await engine.verdicts(.nurture) == [nil])
        }
    }

    @Test(arguments: ["queued", "sending", "failed"])
    func `leaves a contact to the agent whose message still waits for its receiver`(state: String) async throws {
        try await EngineFixture.with(at: noon) { engine in
            for agent in [AgentType.closure, .nurture] { try await engine.writeToContacts(agent, filter: "everyone") }
            for id in Int64(1)...2 { try await engine.addContact(id) }
            _ = try await engine.batches.request(.closure, in: .first)
            try await engine.expand()
            try await engine.commit("UPDATE agent_runs SET state = 'succeeded', next_attempt_at = NULL")
            for id in Int64(1)...2 { try await engine.say(to: id, kind: "CLOSURE", hoursAgo: 24 * 8) }
            try await engine.deliver(1, state)
            try await engine.deliver(2, "delivered")
            #expect(try await engine.verdicts(.nurture) == [.held, nil])
            for id in Int64(1)...2 {
                var question = PlanReport.Question()
                question.contact = id
                let entries = try await PlanReporter(store: engine.store, clock: engine.clock.wall).report(.key(.nurture), in: .first, question)
                    .entries
                #expect(entries.map(\.verdict.rule) == [id == 1 ? .held : nil])
            }
            try await engine.commit("UPDATE deliveries SET state = 'dead'")
            #expect(try await engine.verdicts(.nurture) == [nil, nil])
        }
    }

    @Test func `puts those behind for whom its agent has found nothing to write`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", ["daily_cap": .integer(1)])
            for id in Int64(1)...3 { try await engine.addContact(id) }
            try await engine.say(to: 2, kind: "NURTURE", hoursAgo: 24 * 9)
            var order: [Int64?] = []
            for _ in 1...4 {
                order += try await engine.report(.closure).entries.filter { $0.verdict == .included }.map(\.contact)
                _ = try await engine.batches.request(.closure, in: .first)
                try await engine.expand()
                try await engine.store.commit(
                    SQL(
                        "UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL, finished_at = $1 WHERE state = 'queued'",
                        [.time(engine.clock.now)]))
                engine.clock.advance(by: .seconds(60))
            }
            #expect(order == [1, 3, 2, 1])
        }
    }

    @Test func `gives a contact to one agent at a time`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone")
            try await engine.writeToContacts(.nurture, filter: "everyone")
            for id in Int64(1)...3 { try await engine.addContact(id) }
            _ = try await engine.batches.request(.closure, in: .first)
            try await engine.expand()
            let held = try await engine.verdicts(.nurture)
            #expect(held == [.held, .held, .held])
            let first = try await engine.report(.nurture).entries.first
            #expect(first?.reason == "CLOSURE is busy with the contact." && first?.heldBy == "CLOSURE")
            #expect(try await engine.report(.closure).entries.map(\.heldBy) == [nil, nil, nil])
            try await engine.commit("UPDATE agent_runs SET state = 'cancelled' WHERE contact_id = 1")
            try await engine.commit("UPDATE agent_runs SET state = 'dead' WHERE contact_id = 2")
            let released = try await engine.verdicts(.nurture)
            #expect(released == [nil, nil, .held])
            try await engine.writeToContacts(.closure, filter: "everyone", ["recipients": .text("user")])
            let given = try await engine.verdicts(.nurture)
            #expect(given == [nil, nil, nil])
        }
    }

    @Test func `waits for the hours of the contact's own clock`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone")
            _ = try await engine.store.commit(
                Companies.table.insert(.first, ["name": .text("Harbour"), "time_zone": .text("America/New_York")], now: engine.clock.now))
            try await engine.addContact(1, ["time_zone": .text("Asia/Tokyo")])
            try await engine.addContact(2, ["company": .text("Harbour")])
            try await engine.addContact(3)
            let entries = try await engine.report(.closure).entries
            #expect(entries.compactMap(\.localTime) == ["2026-03-03T08:00:00+09:00", "2026-03-02T08:00:00-05:00", "2026-03-02T12:00:00+00:00"])
            #expect(entries.compactMap(\.zoneSource) == [.contact, .company, .workspace])
        }
    }

    @Test func `of an agent that writes to no contacts has none`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.addContact(1)
            var question = PlanReport.Question()
            question.contact = 1
            let reporter = PlanReporter(store: engine.store, clock: engine.clock.wall)
            let asked = try await reporter.report(.key(.closure), in: .first, question)
            #expect(asked.entries.isEmpty && asked.counts.isEmpty)
            let people = try await engine.report(.closure)
            #expect(people.entries.map(\.verdict) == [.keptOut(.notEligible)] && people.counts.map(\.count) == [1])
        }
    }

    @Test func `is asked again right before a message is written`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", ["daily_cap": .integer(2)])
            for id in Int64(1)...5 { try await engine.addContact(id, id == 1 ? ["time_zone": .text("Asia/Tokyo")] : [:]) }
            try await engine.commit("UPDATE contacts SET consent = 'withdrawn' WHERE id = 2")
            let calendar = try await ContactPlanning(store: engine.store).calendar(of: .first, at: engine.clock.now)
            let agent = try await engine.editor.find(.key(.closure), in: .first).id
            let subjects = (Int64(1)...5).map { SendSubject(contact: $0, agent: agent, run: $0 + 100, since: nil) }
            let rows = try await engine.store.read(SendRules.check(subjects, in: .first, calendar: calendar))
            // Whoever has to wait for its hour counts for that day.
            #expect(rows.map { $0.optionalText(1) } == [nil, "no_consent", nil, nil, "agent_daily_cap"])
            #expect(rows.map { $0.optionalInteger(2) != nil } == [true, false, false, false, false])
        }
    }

    @Test func `counts what was sent, up to the cap`() async throws {
        try await EngineFixture.with(at: noon) { engine in
            let day = LocalDate(year: 2026, month: 3, day: 2)
            for _ in 0..<2 { _ = try await engine.store.commit(DailyCounts.count(.first, agent: 3, day: day, agentCap: 2, workspaceCap: nil)) }
            await #expect(throws: CapReached(rule: .agentDailyCap)) {
                try await engine.store.commit(DailyCounts.count(.first, agent: 3, day: day, agentCap: 2, workspaceCap: nil))
            }
            await #expect(throws: CapReached(rule: .workspaceDailyCap)) {
                try await engine.store.commit(DailyCounts.count(.first, agent: 4, day: day, agentCap: 2, workspaceCap: 2))
            }
            let counts = try await engine.store.read(SQL("SELECT agent_id, messages FROM daily_counts ORDER BY agent_id"))
            #expect(counts == [Row([.integer(0), .integer(2)]), Row([.integer(3), .integer(2)])])
        }
    }

    /// A Monday.
    private let noon = "2026-03-02T12:00:00.000Z"
}

extension EngineFixture {
    func commit(_ text: String) async throws { _ = try await store.commit(SQL(text)) }

    func writeToContacts(_ agent: AgentType, filter: String, _ more: Table.Values = [:]) async throws {
        let values: Table.Values = ["recipients": .text("contact"), "filter": .text(filter)]
        _ = try await editor.change(.key(agent), in: .first, version: nil, to: values.merging(more) { $1 })
    }

    /// One who may be written to, unless `values` say otherwise.
    func addContact(_ id: Int64, _ values: Table.Values = [:]) async throws {
        let usual: Table.Values = [
            "name": .text("Contact \(id)"), "email": .text("c\(id)@example.com"), "stage": .text("lead"), "consent": .text("given"),
        ]
        _ = try await store.commit(Contacts.table.insert(.first, usual.merging(values) { $1 }, now: clock.now))
    }

    func say(to contact: Int64, direction: String = "outbound", kind: String, status: String = "sent", hoursAgo: Int64) async throws {
        let time = clock.now.adding(.seconds(-3600 * hoursAgo))
        _ = try await store.commit(
            SQL(
                """
                INSERT INTO communications (workspace_id, user_id, contact_id, agent_type, body, status, direction, sent_at, sample, created_at, updated_at, version)
                VALUES (1, 1, $1, $2, 'Hello', $3, $4, $5, 0, $6, $6, 1)
                """,
                [
                    .integer(contact), .text(kind), .text(status), .text(direction), status == "sent" ? .time(time) : .null, .time(time),
                ]))
    }

    /// A message's only delivery.
    func deliver(_ message: Int64, _ state: String) async throws {
        _ = try await store.commit(
            SQL(
                """
                INSERT INTO deliveries (workspace_id, user_id, communication_id, channel, webhook_id, key, state, created_at, updated_at, version)
                VALUES (1, 1, $1, 'webhook', 1, $2, $3, $4, $4, 1)
                """, [.integer(message), .text("key \(message)"), .text(state), .time(clock.now)]))
    }

    func report(_ agent: AgentType) async throws -> PlanReport {
        try await PlanReporter(store: store, clock: clock.wall).report(.key(agent), in: .first, PlanReport.Question())
    }

    func verdicts(_ agent: AgentType) async throws -> [Rule?] { try await report(agent).entries.map(\.verdict.rule) }

    func expand(sliceOf size: Int64 = 1000) async throws {
        try await Expansion(store: store, clock: clock.wall, logger: .silent, signals: signals, sliceSize: size).expandPlanned()
    }

    /// `contact, when it is sent` of all runs, by contact.
    func runs() async throws -> [String] {
        try await store.read(SQL("SELECT contact_id, next_attempt_at FROM agent_runs ORDER BY contact_id")).map {
            "\($0.integer(0)) \($0.integer(1))"
        }
    }
}

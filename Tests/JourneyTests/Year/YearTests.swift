import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A year with all agents` {
    @Test func `breaks no rule, loses no time and takes each step once`() async throws {
        try await YearFixture.lived { log in
            #expect(log.outsideHours().isEmpty, "\(log.outsideHours().prefix(5))")
            #expect(log.overContactCaps().isEmpty, "\(log.overContactCaps().prefix(5))")
            #expect(log.overDailyCaps() == [])
            #expect(log.afterOptOut().isEmpty, "\(log.afterOptOut().prefix(5))")
            #expect(log.inConversation().isEmpty, "\(log.inConversation().prefix(5))")
            #expect(log.whileHeld().isEmpty, "\(log.whileHeld().prefix(5))")
            #expect(log.stepsOutOfPlace().isEmpty, "\(log.stepsOutOfPlace().prefix(5))")
            try await expectAccounts(log)
            try await expectVariety(log)
        }
    }

    /// Every due time has its occurrence, every event too, and every run its end.
    private func expectAccounts(_ log: YearLog) async throws {
        let agents = try await log.store.read(Agents.all(.first)).compactMap(Agent.init)
        for agent in agents {
            let due = agent.timing.schedule.occurrences(
                after: utc(YearFixture.start), through: YearFixture.end.adding(.milliseconds(-1)), in: agent.timing.zone, rules: ScheduleRules())
            let planned = try await log.rows(
                "SELECT due_at FROM occurrences WHERE agent_type = '\(agent.type.rawValue)' AND trigger = 'schedule' ORDER BY due_at")
            #expect(planned.map { $0.time(0) } == due, "\(agent.type.rawValue)")
        }
        let open = try await log.rows("SELECT COUNT(*) FROM occurrences WHERE state NOT IN ('done', 'running')")
        #expect(open[0].integer(0) == 0)
        let events = try await log.rows(
            "SELECT COUNT(*), COUNT(handled_at), (SELECT COUNT(*) FROM occurrences WHERE event_id IS NOT NULL) FROM events WHERE occurred_at > \(YearFixture.end.adding(.seconds(-80 * 86_400)).milliseconds)"
        )
        #expect(events[0].integer(0) == events[0].integer(1) && events[0].integer(2) >= events[0].integer(0))
        let runs = try await log.rows(
            """
            SELECT COUNT(*) FROM agent_runs WHERE state NOT IN ('succeeded', 'cancelled')
            AND (state <> 'queued' OR next_attempt_at < \(YearFixture.end.milliseconds))
            """)
        #expect(runs[0].integer(0) == 0)
        let steps = try await log.rows(
            "SELECT 1 FROM agent_runs WHERE step IS NOT NULL GROUP BY agent_id, contact_id, step HAVING COUNT(*) > 1")
        #expect(steps == [])
        let asleep = log.positions.filter { $0.state == "active" && ($0.wakeAt ?? utc(YearFixture.start)) < YearFixture.end }
        #expect(asleep.isEmpty)
    }

    /// The year had everything in it that the rules are about.
    private func expectVariety(_ log: YearLog) async throws {
        let perAgent = Dictionary(grouping: log.sent, by: \.agent).mapValues(\.count)
        #expect(perAgent.count == 7 && log.sent.count > 2000, "\(perAgent)")
        let ends = Set(log.positions.map { "\($0.state) \($0.why)" })
        #expect(ends.isSuperset(of: ["done ", "stopped replied"]), "\(ends)")
        #expect(Set(log.sent.compactMap(\.step)) == [0, 1, 2, 3, 4])
        let rules = try await log.rows("SELECT DISTINCT rule FROM agent_runs WHERE rule IS NOT NULL ORDER BY rule").map { $0.text(0) }
        #expect(Set(rules).isSuperset(of: ["in_conversation", "in_sequence"]), "\(rules)")
    }
}

import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A plan that is asked about one contact` {
    @Test func `judges and counts nobody else`() async throws {
        try await fixture { engine async throws in
            let asked = try await engine.report(on: 2)
            #expect(asked.entries.map(\.contact) == [2] && asked.entries.map(\.verdict) == [.keptOut(.noConsent)])
            #expect(asked.counts.map(\.verdict) == [.keptOut(.noConsent)] && asked.counts.map(\.count) == [1])
            #expect(try await engine.report(on: 3).counts.map(\.verdict) == [.included])
        }
    }

    @Test func `tells the rule that keeps it out, whatever else is asked for`() async throws {
        try await fixture { engine async throws in
            let others = try await engine.report(on: 2) { $0.selection = .included }
            #expect(others.entries.isEmpty && others.counts.map(\.verdict) == [.keptOut(.noConsent)])
            #expect(try await engine.report(on: 2) { $0.selection = .keptOut(.noConsent) }.entries.count == 1)
            #expect(try await engine.report(on: 2) { $0.after = .contacts(after: 2) }.entries.isEmpty)
        }
    }

    @Test func `tells its place among all where a cap chooses`() async throws {
        try await fixture(["daily_cap": .integer(2)]) { engine async throws in
            // The second may get none, so the cap leaves room for the first and the third.
            let verdicts = try await [Int64(1), 2, 3, 4].asyncMap { try await engine.report(on: $0).entries.map(\.verdict) }
            #expect(verdicts == [[.included], [.keptOut(.noConsent)], [.included], [.keptOut(.agentDailyCap)]])
            #expect(try await engine.report(on: 3).entries == engine.report(.closure).entries.filter { $0.contact == 3 })
        }
    }

    private func fixture(_ values: Table.Values = [:], _ body: (EngineFixture) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-03-02T12:00:00.000Z") { engine in
            try await engine.writeToContacts(.closure, filter: "everyone", values)
            for id in Int64(1)...4 { try await engine.addContact(id, id == 2 ? ["consent": .text("withdrawn")] : [:]) }
            try await body(engine)
        }
    }
}

extension EngineFixture {
    fileprivate func report(on contact: Int64, _ change: (inout PlanReport.Question) -> Void = { _ in }) async throws -> PlanReport {
        var question = PlanReport.Question()
        question.contact = contact
        change(&question)
        return try await PlanReporter(store: store, clock: clock.wall).report(.key(.closure), in: .first, question)
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}

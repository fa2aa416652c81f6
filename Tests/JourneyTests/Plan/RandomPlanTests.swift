import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `Plans of random workspaces` {
    @Test(arguments: 1...12) func `are what their runs do, in slices of any size`(seed: Int) async throws {
        var random = SeededGenerator(state: UInt64(seed))
        let hour = Int.random(in: 10...23, using: &random)
        try await EngineFixture.with(at: "2026-03-\(28 + seed % 3)T\(hour):30:00.000Z") { engine in
            let cap: SQLValue = Bool.random(using: &random) ? .integer(Int64.random(in: 0...20, using: &random)) : .null
            try await engine.writeToContacts(.closure, filter: "stage = lead or name contains 7", ["daily_cap": cap])
            for id in Int64(1)...50 { try await engine.addContact(id, values(&random)) }
            for _ in 1...30 { try await say(engine, &random) }
            var question = PlanReport.Question()
            question.limit = 100
            let report = try await PlanReporter(store: engine.store, clock: engine.clock.wall).report(.key(.closure), in: .first, question)
            let included = report.entries.filter { $0.verdict == .included }
            #expect(report.counts.reduce(0) { $0 + $1.count } == 50 && report.entries.count == 50)
            #expect(report.counts.first { $0.verdict == .included }?.count ?? 0 == Int64(included.count))
            _ = try await engine.batches.request(.closure, in: .first)
            let size = Int64.random(in: 1...60, using: &random)
            try await engine.expand(sliceOf: size)
            let runs = try await engine.runs()
            #expect(runs.map { $0.split(separator: " ")[0] } == included.map { "\($0.contact ?? 0)" })
            // A slice of those whom a cap lets through is all of them, or their times are worked out slice by slice.
            if cap == .null || size >= 50 { #expect(runs == included.map { "\($0.contact ?? 0) \($0.sendAt?.milliseconds ?? 0)" }) }
        }
    }

    private func values(_ random: inout SeededGenerator) -> Table.Values {
        var values: Table.Values = [
            "stage": .text(["lead", "customer"].randomElement(using: &random)!),
            "consent": .text(["given", "given", "given", "unknown", "withdrawn"].randomElement(using: &random)!),
        ]
        if let zone = ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", nil].randomElement(using: &random)! {
            values["time_zone"] = .text(zone)
        }
        if Int.random(in: 0..<8, using: &random) == 0 { values["email"] = .null }
        return values
    }

    private func say(_ engine: EngineFixture, _ random: inout SeededGenerator) async throws {
        let kind = ["NOTE", "CLOSURE", "NURTURE"].randomElement(using: &random)!
        try await engine.say(
            to: Int64.random(in: 1...50, using: &random), direction: ["outbound", "inbound", "internal"].randomElement(using: &random)!, kind: kind,
            status: kind != "NOTE" && Bool.random(using: &random) ? "draft" : "sent", hoursAgo: Int64.random(in: 0...240, using: &random))
    }
}

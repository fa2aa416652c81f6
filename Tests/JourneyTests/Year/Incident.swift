import Domain
import Foundation
import Storage
import TestSupport

@testable import Journey

/// Something that a person or a contact does.
struct Incident: Sendable {
    enum Kind: Sendable {
        case answer, optOut, note
        case stage(String)
        case deal(LocalDate), won
        case meeting(LocalDate)
    }

    var time: Timestamp
    var contact: Int64
    var kind: Kind

    /// Five on a day, in the order of their times.
    static func ofAYear(from start: Timestamp, through end: Timestamp, _ random: inout SeededGenerator) -> [Incident] {
        let count = (end.seconds - start.seconds) / 86_400 * 5
        return (0..<count).map { _ in
            let time = Timestamp(seconds: Int64.random(in: start.seconds..<end.seconds, using: &random))
            let day = time.localDate(in: .gmt)
            return Incident(time: time, contact: Int64.random(in: 1...YearFixture.contacts, using: &random), kind: kind(on: day, &random))
        }.sorted { $0.time < $1.time }
    }

    private static func kind(on day: LocalDate, _ random: inout SeededGenerator) -> Kind {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<35: .answer
        case 35..<38: .optOut
        case 38..<50: .note
        case 50..<65: .stage((YearFixture.stages + ["qualified"]).randomElement(using: &random)!)
        case 65..<80: .deal(day.adding(days: Int64.random(in: 3...40, using: &random)))
        case 80..<85: .won
        default: .meeting(day.adding(days: Int64.random(in: 1...5, using: &random)))
        }
    }

    func happen(in engine: EngineFixture) async throws {
        let belongs: Table.Values = ["contact_id": .integer(contact)]
        switch kind {
        case .answer: try await say("inbound", "Tell me more", engine)
        case .optOut: try await say("inbound", "STOP", engine)
        case .note: try await say("outbound", "As we said on the telephone", engine)
        case .stage(let stage): try await engine.change(Contacts.table, contact, ["stage": .text(stage)])
        case .deal(let day):
            try await engine.add(
                Deals.table, belongs.merging(["customer": .text("Contact \(contact)"), "expected_close_date": .text(day.description)]) { $1 })
        case .won: try await engine.commit("UPDATE deals SET status = 'won', version = version + 1 WHERE contact_id = \(contact) AND status = 'open'")
        case .meeting(let day):
            try await engine.add(Tasks.table, belongs.merging(["title": .text("Meeting"), "due_date": .text(day.description)]) { $1 })
        }
    }

    private func say(_ direction: String, _ body: String, _ engine: EngineFixture) async throws {
        let values: Table.Values = ["contact_id": .integer(contact), "direction": .text(direction), "body": .text(body)]
        _ = try await engine.store.commit(ContactMessages.record(.first, values, now: engine.clock.now))
    }
}

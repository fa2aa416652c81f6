import Domain
import Foundation
import Storage
import TestSupport

@testable import Journey

/// What people and contacts do in the year, at four moments of each day and by chance, and when they did it.
struct Happenings: Sendable {
    private let engine: EngineFixture
    private var random: SeededGenerator
    private var done = Year.first.adding(.seconds(-1))

    /// When a contact and a person wrote to each other.
    private(set) var conversations: [Int64: [Timestamp]] = [:]
    /// When a contact wrote.
    private(set) var answers: [Int64: [Timestamp]] = [:]
    /// From when on a contact must get nothing any more.
    private(set) var optOuts: [Int64: Timestamp] = [:]
    /// The deals that were won.
    private(set) var won: [Int64] = []

    private static let hours: [Int64] = [6, 10, 15, 21]

    init(engine: EngineFixture, seed: UInt64) {
        self.engine = engine
        random = SeededGenerator(state: seed)
    }

    /// The moments are not those at which agents are due.
    static func next(after now: Timestamp) -> Timestamp {
        let day = now.milliseconds / 86_400_000
        let moments = (day...day + 1).flatMap { day in hours.map { Timestamp(seconds: day * 86_400 + $0 * 3600 + 1260) } }
        return moments.first { $0 > now } ?? now
    }

    mutating func happen(through now: Timestamp) async throws {
        while case let moment = Self.next(after: done), moment <= now {
            done = moment
            for _ in 1...2 where chance(0.6) { try await write(from: contact(), "inbound", "Can you tell me more?") }
            if chance(0.15) { try await write(from: contact(), "outbound", "As we said on the telephone.") }
            if chance(0.012) { try await optOut(contact()) }
            if chance(0.3) { try await plan(contact()) }
            if chance(0.3) { try await offer(contact()) }
            if chance(0.12) { try await win() }
            try await decide()
        }
    }

    private mutating func contact() -> Int64 { Int64.random(in: Year.contacts, using: &random) }

    private mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &random) < probability }

    // MARK: Contacts

    private mutating func write(from contact: Int64, _ direction: String, _ body: String) async throws {
        let values: Table.Values = ["contact_id": .integer(contact), "direction": .text(direction), "body": .text(body)]
        _ = try await engine.store.commit(ContactMessages.record(.first, values, now: engine.clock.now))
        conversations[contact, default: []].append(engine.clock.now)
        if direction == "inbound" { answers[contact, default: []].append(engine.clock.now) }
    }

    /// By a word of its own, on the list, or told to somebody.
    private mutating func optOut(_ contact: Int64) async throws {
        let now = engine.clock.now
        switch Int.random(in: 0..<3, using: &random) {
        case 0: try await write(from: contact, "inbound", "Stop.")
        case 1:
            let values: Table.Values = ["email": .text("C\(contact)@Example.com"), "reason": .text("complaint")]
            do { _ = try await engine.store.commit(Suppressions.table.insert(.first, values, now: now)) } catch StoreError.duplicate {}
        default:
            _ = try await engine.store.commit(Contacts.table.update(.first, id: contact, ["consent": .text("withdrawn")], version: nil, now: now))
        }
        optOuts[contact] = min(optOuts[contact] ?? now, now)
    }

    // MARK: The people who sell

    private mutating func plan(_ contact: Int64) async throws {
        let day = engine.clock.now.localDate(in: .gmt).adding(days: Int64.random(in: 0...6, using: &random))
        let values: Table.Values = [
            "contact_id": .integer(contact), "title": .text("Meeting"), "kind": .text("meeting"), "due_date": .text(day.description),
        ]
        _ = try await engine.store.commit(Tasks.table.insert(.first, values, now: engine.clock.now))
    }

    private mutating func offer(_ contact: Int64) async throws {
        let day = engine.clock.now.localDate(in: .gmt).adding(days: Int64.random(in: 3...20, using: &random))
        let values: Table.Values = [
            "contact_id": .integer(contact), "customer": .text("Contact \(contact)"), "product": .text("Software"),
            "expected_close_date": .text(day.description),
        ]
        _ = try await engine.store.commit(Deals.table.insert(.first, values, now: engine.clock.now))
    }

    private mutating func win() async throws {
        let open = try await engine.store.read(SQL("SELECT id FROM deals WHERE status = 'open' ORDER BY id")).map { $0.integer(0) }
        guard let deal = open.randomElement(using: &random) else { return }
        _ = try await engine.store.commit(Deals.table.update(.first, id: deal, ["status": .text("won")], version: nil, now: engine.clock.now))
        won.append(deal)
    }

    /// Most drafts are let go at whatever hour it is; those that a rule keeps back, and some others, are turned down.
    private mutating func decide() async throws {
        let desk = DraftDesk(store: engine.store, clock: engine.clock.wall, signals: engine.signals)
        let drafts = try await engine.store.read(SQL("SELECT id FROM communications WHERE status = 'draft' ORDER BY id")).map { $0.integer(0) }
        for draft in drafts where chance(0.7) {
            if chance(0.1) {
                _ = try await desk.reject(draft, in: .first, reason: nil)
            } else {
                do { _ = try await desk.approve(draft, in: .first, body: nil) } catch is BrokenRule {
                    _ = try await desk.reject(draft, in: .first, reason: "too late")
                }
            }
        }
    }
}

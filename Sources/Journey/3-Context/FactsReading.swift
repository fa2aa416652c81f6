import Domain
import Foundation
import Storage

/// How the facts about one person are had: read, or remembered and asked whether they still hold.
struct FactsReading {
    private let person: Person
    private let today: LocalDate
    private let zone: TimeZone
    private let now: Timestamp
    private let version: SQL?
    private let kept: ContextMemory.Facts?
    private let memory: ContextMemory
    /// What is older does not change any more: a message waits, and can be taken back, for a few hours.
    private static let unsettled = Duration.seconds(86_400)

    /// - Parameters:
    ///   - zone: in which it is `today`.
    ///   - version: the store's statement for it; without one nothing is remembered.
    init(_ person: Person, today: LocalDate, in zone: TimeZone, now: Timestamp, version: SQL?, memory: ContextMemory, anew: Bool = false) {
        self.person = person
        self.today = today
        self.zone = zone
        self.now = now
        self.version = version
        self.memory = memory
        kept = version == nil || anew ? nil : memory.facts(of: person, on: today)
    }

    /// The context as it was last read, which holds if nothing has changed; nil for none.
    var remembered: PersonContext? { kept?.context }

    var statements: [SQL] {
        let check = version.map { [$0] } ?? []
        return kept == nil ? check + PersonContexts.facts(person.workspace, people: [person.user], today: today, in: zone) : check
    }

    /// Asks when those remembered were last in contact, which changes with messages and not with facts: of each, or, where none of
    /// them was lately, only whether anybody has been since.
    var lastContacts: SQL? {
        guard let kept, !kept.context.contacts.isEmpty else { return nil }
        return isAskedOfEach
            ? PersonContexts.lastContacts(person.workspace, of: kept.context.contacts)
            : PersonContexts.contact(since: kept.readAt.adding(.zero - Self.unsettled), for: person)
    }

    /// Whether `lastContacts` asks about each.
    var isAskedOfEach: Bool {
        guard let kept else { return false }
        let settled = kept.readAt.adding(.zero - Self.unsettled)
        return kept.context.contacts.contains { $0.lastContactAt > settled }
    }

    /// The context without messages; nil where there is no such person, or what was remembered holds no longer.
    func context(_ answers: ArraySlice<[Row]>) -> PersonContext? {
        guard version != nil else { return decoded(answers) }
        guard let kept else { return decoded(answers.dropFirst()) }
        return kept.version == current(answers) ? kept.context : nil
    }

    /// Of the context remembered.
    var unheld: [Int64] { kept?.unheld ?? [] }

    /// Remembers what was made of the answers and of what was read after them.
    func keep(_ context: PersonContext, unheld: [Int64], from answers: ArraySlice<[Row]>) {
        if version != nil { memory.keep(.init(version: current(answers), readAt: now, context: context, unheld: unheld)) }
    }

    private func current(_ answers: ArraySlice<[Row]>) -> Int64 { answers.first?.first?.integer(0) ?? 0 }

    private func decoded(_ answers: ArraySlice<[Row]>) -> PersonContext? {
        PersonContexts.contexts(facts: answers, workspace: person.workspace, today: today).first
    }
}

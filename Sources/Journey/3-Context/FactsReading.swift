import Domain
import Foundation
import Storage

/// How the facts about one person are had: read, or remembered and asked whether they still hold.
struct FactsReading {
    private let person: Person
    private let today: LocalDate
    private let zone: TimeZone
    private let version: SQL?
    private let kept: ContextMemory.Facts?
    private let memory: ContextMemory

    /// - Parameter version: the store's statement for it; without one nothing is remembered.
    init(_ person: Person, today: LocalDate, in zone: TimeZone, version: SQL?, memory: ContextMemory, anew: Bool = false) {
        self.person = person
        self.today = today
        self.zone = zone
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
        if version != nil { memory.keep(.init(version: current(answers), context: context, unheld: unheld)) }
    }

    private func current(_ answers: ArraySlice<[Row]>) -> Int64 { answers.first?.first?.integer(0) ?? 0 }

    private func decoded(_ answers: ArraySlice<[Row]>) -> PersonContext? {
        PersonContexts.contexts(facts: answers, workspace: person.workspace, today: today).first
    }
}

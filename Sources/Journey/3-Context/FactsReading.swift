import Domain
import Storage

/// How the facts about one person are had: read, or remembered and asked whether they still hold.
struct FactsReading {
    private let person: Person
    private let now: LocalMoment
    private let today: LocalDate
    private let version: SQL?
    private let kept: ContextMemory.Facts?
    private let memory: ContextMemory
    /// Whether the last messages are remembered too, and only those asked for that came since.
    private let remembersMessages: Bool
    /// How far the clocks of those who write may be apart.
    private static let clockTolerance = Duration.seconds(600)

    /// - Parameter version: the store's statement for it; without one nothing is remembered.
    init(_ person: Person, now: LocalMoment, version: SQL?, memory: ContextMemory, remembersMessages: Bool, anew: Bool = false) {
        self.person = person
        self.now = now
        self.version = version
        self.memory = memory
        self.remembersMessages = remembersMessages && version != nil
        today = now.today
        kept = version == nil || anew ? nil : memory.facts(of: person, on: today)
    }

    var statements: [SQL] {
        let check = version.map { [$0] } ?? []
        return kept == nil ? check + PersonContexts.facts(person.workspace, people: [person.user], today: today, in: now.zone) : check
    }

    /// The last messages, or those that came since the ones remembered.
    ///
    /// - Parameter older: whether also those of agents from further back, which are not remembered.
    func messages(older: Bool) -> [SQL] {
        guard remembersMessages else { return PersonContexts.messages(person.workspace, people: [person.user], older: older) }
        let latest = PersonContexts.messages(after: kept?.messages?.through ?? 0, of: person)
        return older ? [latest, PersonContexts.written(of: person)] : [latest]
    }

    /// The last messages, from the answer to the first of `messages`, where the facts hold that were read with it.
    ///
    /// - Parameter answers: to `statements`.
    func latest(_ rows: [Row], from answers: ArraySlice<[Row]>) -> LatestMessages {
        if rows.isEmpty, let messages = kept?.messages { return messages }
        let latest = (kept?.messages ?? .none).followed(by: PersonContexts.messages(rows))
        if remembersMessages { memory.keep(latest, of: person, version: current(answers)) }
        return latest
    }

    /// Asks for the messages of which `messages` asks nothing as they are remembered; nil where there are none.
    var remembered: SQL? { kept?.messages.map { PersonContexts.messages(through: $0.through, of: person) } }

    /// Asks whether the times of last contact that are remembered may have been overtaken: a message that comes raises no version, as
    /// one does that is changed or deleted.
    var contactsSince: SQL? {
        kept.map { PersonContexts.contacts(since: $0.readAt.adding(.zero - Self.clockTolerance), for: person) }
    }

    /// The context without messages; nil where there is no such person, or what was remembered holds no longer.
    func context(_ answers: ArraySlice<[Row]>) -> PersonContext? {
        guard version != nil else { return decoded(answers) }
        guard let kept else { return decoded(answers.dropFirst()) }
        return kept.version == current(answers) ? kept.context : nil
    }

    /// Whether the context is the one remembered.
    var isRemembered: Bool { kept != nil }

    /// Of the context remembered.
    var unheld: [Int64] { kept?.unheld ?? [] }

    /// Remembers what was made of the answers and of what was read after them.
    func keep(_ context: PersonContext, unheld: [Int64], from answers: ArraySlice<[Row]>) {
        if version != nil { memory.keep(.init(version: current(answers), readAt: now.time, context: context, unheld: unheld)) }
    }

    /// Remembers the answer to `PersonContexts.lastContacts` with the rest.
    func keep(lastContacts rows: [Row]) {
        guard let kept else { return }
        memory.keep(PersonContexts.add(lastContacts: rows, to: kept.context), readAt: now.time, version: kept.version)
    }

    private func current(_ answers: ArraySlice<[Row]>) -> Int64 { answers.first?.first?.integer(0) ?? 0 }

    private func decoded(_ answers: ArraySlice<[Row]>) -> PersonContext? {
        PersonContexts.contexts(facts: answers, workspace: person.workspace, today: today).first
    }
}

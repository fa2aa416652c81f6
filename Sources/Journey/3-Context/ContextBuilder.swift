package import Domain
import Foundation
package import Storage

/// Gathers what a message may draw on.
package struct ContextBuilder: Sendable {
    private let store: any Store
    let settings: WorkspaceSettings
    /// Whether the writer draws on older messages than the last.
    private let older: Bool
    private let memory = ContextMemory()

    package init(store: any Store, settings: WorkspaceSettings, olderMessages: Bool) {
        self.store = store
        self.settings = settings
        older = olderMessages
    }

    /// - Throws: `RowNotFound` for an unknown person.
    package func context(of person: Person) async throws -> PersonContext {
        try await gather(person, then: []) { try await store.read($0) }.context
    }

    /// The context of a person, and the answers to `statements`, which only read; a commit is to follow.
    ///
    /// - Throws: `RowNotFound` for an unknown person.
    package func context(of person: Person, reading statements: [SQL]) async throws -> (context: PersonContext, answers: [[Row]]) {
        try await gather(person, then: statements) { try await store.readAheadOfCommit($0) }
    }

    /// The context of a person as it stood before `statements`, which are carried out in the same transaction.
    ///
    /// One trip to the database instead of two, and nothing comes in between but messages to contacts and from them.
    /// - Throws: `RowNotFound` for an unknown person; then nothing was written.
    package func context(of person: Person, committing statements: [SQL]) async throws -> (context: PersonContext, answers: [[Row]]) {
        do {
            return try await gather(person, then: statements) { try await store.commit($0) }
        } catch StoreError.brokenReference {
            guard try await store.read(Users.exists(person)).isEmpty else { throw StoreError.brokenReference }
            throw RowNotFound(noun: "user", id: person.user)
        }
    }

    /// The contexts of those people who exist, read in one go, and in a second one where there is very much.
    package func contexts(_ workspace: WorkspaceID, people: [Int64]) async throws -> [PersonContext] {
        let now = try await settings.moment(in: workspace)
        let answers = try await store.read(PersonContexts.statements(workspace, people: people, today: now.today, in: now.zone, older: older))
        return try await completed(PersonContexts.contexts(answers, workspace: workspace, today: now.today), workspace)
    }

    /// What messages to those contacts that exist may draw on, by their ids, read in one go.
    package func contacts(_ workspace: WorkspaceID, _ ids: [Int64]) async throws -> [Int64: ContactContext] {
        let now = try await settings.moment(in: workspace)
        let answers = try await store.read(ContactContexts.statements(workspace, contacts: ids, today: now.today))
        return ContactContexts.contexts(answers, workspace, today: now.today, zone: now.zone)
    }

    /// Reads the messages that are not remembered, and the facts too where those remembered are missing or have been overtaken.
    private func gather(
        _ person: Person, then statements: [SQL], _ carryOut: ([SQL]) async throws -> [[Row]]
    ) async throws -> (context: PersonContext, answers: [[Row]]) {
        let facts = try await reading(of: person)
        let ofFacts = facts.statements
        let ofMessages = facts.messages(older: older)
        let ofContacts = facts.contactsSince.map { [$0] } ?? []
        var answers = try await carryOut(ofFacts + ofMessages + ofContacts + statements)[...]
        let told = answers.takeFirst(ofFacts.count)
        let messages = Array(answers.takeFirst(ofMessages.count))
        let contacts = answers.takeFirst(ofContacts.count)
        var known = try await whole(facts, told)
        let latest = known == nil ? try await readAnew(facts, messages[0]) : facts.latest(messages[0], from: told)
        if known == nil {
            known = try await freshFacts(of: person)
        } else if let context = known, contacts.first?.isEmpty == false {
            let times = try await store.read(PersonContexts.lastContacts(person.workspace, of: context.contacts))
            facts.keep(lastContacts: times)
            known = PersonContexts.add(lastContacts: times, to: context)
        }
        guard var context = known else { throw RowNotFound(noun: "user", id: person.user) }
        context.messages = latest.list
        context.written = messages.count < 2 ? [] : PersonContexts.messages(messages[1]).list
        return (context, Array(answers))
    }

    /// The last messages where those remembered may have been changed: only what came after these was read.
    private func readAnew(_ facts: FactsReading, _ later: [Row]) async throws -> LatestMessages {
        guard let remembered = facts.remembered else { return PersonContexts.messages(later) }
        return PersonContexts.messages(try await store.read(remembered)).followed(by: PersonContexts.messages(later))
    }

    private func reading(of person: Person, anew: Bool = false) async throws -> FactsReading {
        FactsReading(
            person, now: try await settings.moment(in: person.workspace), version: store.factsVersion(of: person), memory: memory,
            remembersMessages: store.numbersFollowCommits, anew: anew)
    }

    private func freshFacts(of person: Person) async throws -> PersonContext? {
        let facts = try await reading(of: person, anew: true)
        return try await whole(facts, try await store.read(facts.statements)[...])
    }

    /// What the answers tell of the facts, completed; remembered if it was read anew.
    private func whole(_ facts: FactsReading, _ answers: ArraySlice<[Row]>) async throws -> PersonContext? {
        guard let context = facts.context(answers) else { return nil }
        let workspace = context.person.workspace
        guard !facts.isRemembered else { return try await more(of: [], facts.unheld, workspace).named([context])[0] }
        let unheld = PersonContexts.unheld([context])
        let more = try await more(of: [context], unheld, workspace)
        let whole = more.widened([context])
        facts.keep(whole[0], unheld: unheld, from: answers)
        return more.named(whole)[0]
    }

    /// With what is urgent among very many rows, and with the contacts of deals and tasks that were not read for themselves.
    private func completed(_ contexts: [PersonContext], _ workspace: WorkspaceID) async throws -> [PersonContext] {
        let more = try await more(of: contexts, PersonContexts.unheld(contexts), workspace)
        return more.named(more.widened(contexts))
    }

    /// - Parameter unheld: contacts of deals and tasks that the contexts do not hold.
    private func more(of contexts: [PersonContext], _ unheld: [Int64], _ workspace: WorkspaceID) async throws -> MoreRows {
        let people = contexts.filter(PersonContexts.lacksRows).map(\.person.user)
        let urgent = people.isEmpty ? [] : PersonContexts.urgent(workspace, people: people)
        let asked = urgent + PersonContexts.linked(workspace, unheld)
        guard !asked.isEmpty else { return MoreRows() }
        let answers = try await store.read(asked)
        return MoreRows(urgent: Array(answers.prefix(urgent.count)), linked: Array(answers.dropFirst(urgent.count)))
    }

    /// What is read after the facts, where there is more than they hold.
    private struct MoreRows {
        var urgent: [[Row]] = []
        var linked: [[Row]] = []

        func widened(_ contexts: [PersonContext]) -> [PersonContext] {
            urgent.isEmpty ? contexts : PersonContexts.add(urgent: urgent, to: contexts)
        }

        func named(_ contexts: [PersonContext]) -> [PersonContext] {
            linked.isEmpty ? contexts : PersonContexts.add(linked: linked, to: contexts)
        }
    }
}

extension ArraySlice<[Row]> {
    /// The answers to that many statements, which stand here no longer.
    fileprivate mutating func takeFirst(_ count: Int) -> ArraySlice {
        defer { self = dropFirst(count) }
        return prefix(count)
    }
}

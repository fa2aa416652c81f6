package import Domain
package import Storage

/// Gathers what a message may draw on.
package struct ContextBuilder: Sendable {
    private let store: any Store
    private let settings: WorkspaceSettings

    package init(store: any Store, settings: WorkspaceSettings) {
        self.store = store
        self.settings = settings
    }

    /// - Throws: `RowNotFound` for an unknown person.
    package func context(of person: Person) async throws -> PersonContext {
        guard let found = try await contexts(person.workspace, people: [person.user]).first else {
            throw RowNotFound(noun: "user", id: person.user)
        }
        return found
    }

    /// The context of a person as it stood before `statements`, which are carried out in the same transaction.
    ///
    /// One trip to the database instead of two, and nothing comes in between.
    /// - Throws: `RowNotFound` for an unknown person; then nothing was written.
    package func context(of person: Person, committing statements: [SQL]) async throws -> (PersonContext, [[Row]]) {
        let today = try await settings.today(in: person.workspace)
        let reads = PersonContexts.statements(person.workspace, people: [person.user], today: today)
        let answers = try await store.commit([Users.mustExist(person)] + reads + statements)
        let contexts = PersonContexts.contexts(Array(answers[1...reads.count]), workspace: person.workspace, today: today)
        guard let context = contexts.first else { throw RowNotFound(noun: "user", id: person.user) }
        return (context, Array(answers[(reads.count + 1)...]))
    }

    /// The contexts of those people who exist, read in one go.
    package func contexts(_ workspace: WorkspaceID, people: [Int64]) async throws -> [PersonContext] {
        let today = try await settings.today(in: workspace)
        let answers = try await store.read(PersonContexts.statements(workspace, people: people, today: today))
        return PersonContexts.contexts(answers, workspace: workspace, today: today)
    }
}

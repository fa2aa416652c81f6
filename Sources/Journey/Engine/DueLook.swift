import Domain
import Storage

/// How a queue is asked what is due.
struct DueLook {
    /// A row where claims of workers that are gone are left.
    var abandoned: SQL
    /// Gives these claims back.
    var takeBack: [SQL]
    /// What is due.
    var due: SQL

    /// - Parameter isLookingBack: whether claims of workers that are gone are given back before.
    func rows(in store: any Store, isLookingBack: Bool) async throws -> [Row] {
        guard isLookingBack else { return try await store.read(due) }
        let answers = try await store.read([abandoned, due])
        if answers[0].isEmpty { return answers[1] }
        return try await store.commit(takeBack + [due]).last ?? []
    }
}

import Domain
import Storage

/// The users of the workspace, by id, by e-mail address and, where one alone has it, by name.
struct ImportOwners: Sendable {
    /// Who gets the rows that name nobody.
    let standard: Int64
    /// Whose rows alone may be met or made; nil for everybody's.
    let only: Int64?
    private let ids: Set<Int64>
    private let emails: [String: Int64]
    private let names: [String: [Int64]]

    /// - Throws: `UnusableFile` where `standard` is no user, `StoreError`.
    init(store: any Store, workspace: WorkspaceID, standard: Int64, only: Int64? = nil) async throws {
        let rows = try await store.read(Users.everybody(in: workspace))
        ids = Set(rows.map { $0.integer(0) })
        emails = Dictionary(rows.compactMap { row in row.optionalText(1).map { ($0.asciiLowercased, row.integer(0)) } }) { first, _ in first }
        names = Dictionary(grouping: rows.filter { !$0.text(2).isEmpty }) { $0.text(2).caseFolded }.mapValues { $0.map { $0.integer(0) } }
        self.standard = standard
        self.only = only
        guard ids.contains(standard) else {
            throw UnusableFile("There is no user \(standard): create it with POST /business-profile/\(standard), or choose another with --user.")
        }
    }

    private func user(called name: String) -> Int64? {
        guard let found = names[name.caseFolded], found.count == 1 else { return nil }
        return found[0]
    }

    /// - Throws: `ValidationError` for nobody known.
    func user(_ text: String) throws(ValidationError) -> Int64 {
        guard let user = Int64(text).flatMap({ ids.contains($0) ? $0 : nil }) ?? emails[text.asAddress.asciiLowercased] ?? user(called: text) else {
            let many = names[text.caseFolded] == nil ? "there is no user \(text)" : "several are called \(text)"
            throw ValidationError(field: "user_id", "user_id must be the id, the e-mail address or the name of one user; \(many).")
        }
        if let only, user != only {
            throw ValidationError(field: "user_id", "user_id must be your own, \(only): with your role you import rows of your own.")
        }
        return user
    }
}

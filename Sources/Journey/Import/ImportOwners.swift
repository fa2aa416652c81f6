import Domain
import Storage

/// The users of the workspace, by id and by e-mail address.
struct ImportOwners: Sendable {
    /// Who gets the rows that name nobody.
    let standard: Int64
    /// Whose rows alone may be met or made; nil for everybody's.
    let only: Int64?
    private let ids: Set<Int64>
    private let emails: [String: Int64]

    /// - Throws: `UnusableFile` where `standard` is no user, `StoreError`.
    init(store: any Store, workspace: WorkspaceID, standard: Int64, only: Int64? = nil) async throws {
        let rows = try await store.read(SQL("SELECT id, email FROM users WHERE workspace_id = $1", [.workspace(workspace)]))
        ids = Set(rows.map { $0.integer(0) })
        emails = Dictionary(rows.compactMap { row in row.optionalText(1).map { ($0.asciiLowercased, row.integer(0)) } }) { first, _ in first }
        self.standard = standard
        self.only = only
        guard ids.contains(standard) else {
            throw UnusableFile("There is no user \(standard): create it with POST /business-profile/\(standard), or choose another with --user.")
        }
    }

    /// - Throws: `ValidationError` for nobody known.
    func user(_ text: String) throws(ValidationError) -> Int64 {
        guard let user = Int64(text).flatMap({ ids.contains($0) ? $0 : nil }) ?? emails[text.asciiLowercased] else {
            throw ValidationError(field: "user_id", "user_id must be the id or the e-mail address of a user; there is no user \(text).")
        }
        if let only, user != only {
            throw ValidationError(field: "user_id", "user_id must be your own, \(only): with your role you import rows of your own.")
        }
        return user
    }
}

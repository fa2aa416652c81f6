/// On whose behalf a request is carried out, and what they may do.
package struct Principal: Sendable, Equatable {
    package var workspace: WorkspaceID
    /// The user of the workspace that they are.
    package var user: Int64
    package var role: Role
    /// Nil where there are no accounts.
    package var account: Int64?
    package var name: String
    package var means: Actor.Means

    package init(workspace: WorkspaceID, user: Int64, role: Role, account: Int64? = nil, name: String, means: Actor.Means) {
        self.workspace = workspace
        self.user = user
        self.role = role
        self.account = account
        self.name = name
        self.means = means
    }

    /// Everybody, on a server without accounts: it serves its own machine only.
    package static let open = Principal(workspace: .first, user: 1, role: .owner, name: "owner", means: .open)

    package func actor(at address: String?) -> Actor { Actor(account: account, name: name, means: means, address: address) }
}

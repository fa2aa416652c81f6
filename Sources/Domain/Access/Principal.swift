/// On whose behalf a request is carried out, and what they may do.
package struct Principal: Sendable, Equatable {
    package var workspace: WorkspaceID
    /// The user of the workspace that they are.
    package var user: Int64
    package var role: Role
    /// What an API key was given; nil where the role alone decides.
    package var scopes: Set<Permission>?
    /// Nil where there are no accounts.
    package var account: Int64?
    /// The session they came with; nil for a key.
    package var session: Int64?
    package var name: String
    package var means: Actor.Means
    /// Whether the workspace wants a second factor that the account has not: until it is set up there is nothing else to do.
    package var lacksSecondFactor: Bool

    package init(
        workspace: WorkspaceID, user: Int64, role: Role, scopes: Set<Permission>? = nil, account: Int64? = nil, session: Int64? = nil, name: String,
        means: Actor.Means, lacksSecondFactor: Bool = false
    ) {
        self.workspace = workspace
        self.user = user
        self.role = role
        self.scopes = scopes
        self.account = account
        self.session = session
        self.name = name
        self.means = means
        self.lacksSecondFactor = lacksSecondFactor
    }

    /// Everybody, on a server without accounts: it serves its own machine only.
    package static let open = Principal(workspace: .first, user: 1, role: .owner, name: "owner", means: .open)

    package func may(_ permission: Permission) -> Bool {
        role >= permission.role && scopes?.contains(permission) ?? true && (permission == .own || !lacksSecondFactor)
    }

    package var permissions: [Permission] { Permission.allCases.filter(may) }

    /// A member works with its own contacts and what is shared; who only reads, and who looks after all, sees all.
    package var reach: Reach { role == .member ? .user(user) : .everyone }

    package func actor(at address: String?) -> Actor { Actor(account: account, name: name, means: means, address: address) }
}

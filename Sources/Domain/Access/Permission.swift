/// A kind of thing that a principal may do; as a word it is also the scope of an API key.
package enum Permission: String, CaseIterable, Sendable {
    /// Read what the workspace holds.
    case read
    /// Change contacts, deals, tasks, targets and messages, and chat.
    case write
    /// Decide on drafts and proposals.
    case decide
    /// Have agents write.
    case run
    /// Change agents, models, channels, products and the workspace's settings.
    case configure
    /// Read what was spent, what was done and by whom.
    case oversee
    /// Invite, change and disable accounts.
    case accounts
    /// See and change one's own account: no key has it.
    case own

    /// The least role that has it.
    package var role: Role {
        switch self {
        case .read, .own: .viewer
        case .write, .decide, .run: .member
        case .configure, .oversee, .accounts: .admin
        }
    }

    package static let everything = Set(allCases)

    /// What a key can be given.
    package static let scopes = allCases.filter { $0 != .own }
}

/// Whose rows a principal reaches in its workspace.
package enum Reach: Equatable, Sendable {
    case everyone
    /// Those of this user, and what is shared.
    case user(Int64)

    /// Nil for everyone.
    package var user: Int64? { if case .user(let id) = self { id } else { nil } }
}

/// What an account may do in its workspace; each may do what those before it may.
package enum Role: String, CaseIterable, Comparable, Sendable {
    /// Reads.
    case viewer
    /// Works: with its own contacts and what is shared.
    case member
    /// Also sets up agents, models, channels and accounts.
    case admin
    /// Also makes and unmakes owners, and what cannot be taken back.
    case owner

    package static func < (one: Role, other: Role) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .member: 1
        case .admin: 2
        case .owner: 3
        }
    }
}

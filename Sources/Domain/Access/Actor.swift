/// Who did something, as the audit trail tells it.
package struct Actor: Sendable, Equatable {
    /// By which way they came.
    package enum Means: String, CaseIterable, Sendable {
        /// A browser's session.
        case session
        /// An access token of the API.
        case token
        /// An API key.
        case key
        /// A command of the binary, by whoever may read the database.
        case terminal
        /// A server on the loopback address, where there are no accounts.
        case open
        /// An agent, on its schedule.
        case agent
        /// The product itself: expiry, retention.
        case system
    }

    /// Nil where there are no accounts, or no person acted.
    package var account: Int64?
    /// A person's e-mail address, with the key's name in brackets where one was used; an agent's type, a provider's issuer.
    package var name: String
    package var means: Means
    /// The client's network address, where one is known.
    package var address: String?

    package init(account: Int64? = nil, name: String, means: Means, address: String? = nil) {
        self.account = account
        self.name = name
        self.means = means
        self.address = address
    }

    package static let terminal = Actor(name: "terminal", means: .terminal)
    package static let system = Actor(name: "system", means: .system)
}

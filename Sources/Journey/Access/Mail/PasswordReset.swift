package import Domain
package import Storage

/// Takes requests for a mail by which an account's owner chooses a new password.
///
/// Nobody learns from the answer, or from how long it takes, whether there is such an account: here the same statements run for every
/// address, and what follows is `AccountMailWork`'s.
package struct PasswordReset: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let signals: any Signals

    package init(store: any Store, clock: WallClock, signals: any Signals) {
        self.store = store
        self.clock = clock
        self.signals = signals
    }

    /// - Parameters:
    ///   - email: as it was typed.
    ///   - address: the network address of whoever asks.
    /// - Throws: `TooManyTries`, `StoreError`.
    package func request(for email: String, from address: String?) async throws {
        try await GuessLimit(store: store, clock: clock).enterMail(to: email, address: address)
        try await store.commit(AccountMails.add(.password, to: email, askedFrom: address, now: clock.now()))
        signals.send(.mails)
    }
}

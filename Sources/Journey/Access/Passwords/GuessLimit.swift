import Domain
import Storage

/// Slows guessing down, in each place by itself, so that a stranger's guesses never keep an account's owner out.
///
/// An account's tries are counted apart for each network address it has a session from, and together for all others. An
/// address that tries many accounts is slowed down as such.
struct GuessLimit: Sendable {
    let store: any Store
    let clock: WallClock

    private struct Pace {
        /// For how long one try counts, in milliseconds.
        var each: Int64
        var burst: Int64
    }

    private static let account = Pace(each: 60_000, burst: 10)
    private static let address = Pace(each: 10_000, burst: 30)

    /// Enters a try: the place it was entered at.
    ///
    /// - Parameter account: nil where none has this e-mail address; it takes its tries like another.
    /// - Throws: `TooManyTries`, `StoreError`.
    func enter(email: String, account: Accounts.Account?, address: String?) async throws -> String {
        if let address { try await enter("address:\(address)", Self.address) }
        var place = "account:\(RandomToken.hash(email.lowercased()))"
        if let account, let address, try await !store.read(Sessions.isKnown(address, to: account.id, in: account.workspace)).isEmpty {
            place += "@\(address)"
        }
        try await enter(place, Self.account)
        return place
    }

    private func enter(_ key: String, _ pace: Pace) async throws {
        let now = clock.now()
        let most = pace.each * pace.burst
        guard try await store.commit(SignInTries.enter(key, each: pace.each, most: most, now: now)).isEmpty else { return }
        let until = try await store.read(SignInTries.find(key)).first?.integer(0) ?? now.milliseconds
        throw TooManyTries(wait: .milliseconds(max(1000, until + pace.each - most - now.milliseconds)))
    }
}

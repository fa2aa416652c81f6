import Domain
import Storage

/// Slows guessing down, in each place by itself, so that a stranger's guesses never keep an account's owner out.
///
/// An account's tries are counted apart for each network address it has a session from, and together for all others. An
/// address that tries many accounts is slowed down as such. All addresses of a subscriber count as one.
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
    private static let mailsFrom = Pace(each: 30_000, burst: 20)
    /// Nobody's mailbox is to be filled: three, then one in five minutes.
    private static let mailsTo = Pace(each: 300_000, burst: 3)
    /// There are a million codes and three of them are right: slower than passwords.
    private static let code = Pace(each: 300_000, burst: 10)

    /// Enters a try: the place it was entered at.
    ///
    /// - Parameter account: nil where none has this e-mail address; it takes its tries like another.
    /// - Throws: `TooManyTries`, `StoreError`.
    func enter(email: String, account: Accounts.Account?, address: String?) async throws -> String {
        if let address { try await enter("address:\(Self.network(address))", Self.address) }
        var place = "account:\(RandomToken.hash(email.lowercased()))"
        if let account { place += try await suffix(address, of: account.id, in: account.workspace) }
        try await enter(place, Self.account)
        return place
    }

    /// Enters a request for a mail to an address that somebody says is theirs: apart from tries to sign in, which it must not slow.
    ///
    /// - Throws: `TooManyTries`, `StoreError`.
    func enterMail(to email: String, address: String?) async throws {
        if let address { try await enter("mail-from:\(Self.network(address))", Self.mailsFrom) }
        try await enter("mail-to:\(RandomToken.hash(email.lowercased()))", Self.mailsTo)
    }

    /// Enters a try of a code of the second factor: the place it was entered at.
    ///
    /// - Throws: `TooManyTries`, `StoreError`.
    func enterCode(of account: Int64, in workspace: WorkspaceID, address: String?) async throws -> String {
        let place = "code:\(account)" + (try await suffix(address, of: account, in: workspace))
        try await enter(place, Self.code)
        return place
    }

    /// Enters a sign-in that a provider is to decide on.
    ///
    /// - Throws: `TooManyTries`, `StoreError`.
    func enterProvider(address: String?) async throws {
        if let address { try await enter("provider:\(Self.network(address))", Self.address) }
    }

    /// Where an account was signed in before is a place of its own.
    private func suffix(_ address: String?, of account: Int64, in workspace: WorkspaceID) async throws -> String {
        guard let network = address.map(Self.network) else { return "" }
        let known = try await store.read(Sessions.addresses(of: account, in: workspace))
        return known.contains { Self.network($0.text(0)) == network } ? "@\(network)" : ""
    }

    /// The address, or what a subscriber has of IPv6.
    private static func network(_ address: String) -> String { IPAddress(address)?.network.description ?? address }

    /// After a right password: the place's tries are forgotten, and the address gets this one back, since many may sit behind it.
    func forgiving(_ place: String, address: String?) -> [SQL] {
        [SignInTries.forgive(place)] + (address.map { [SignInTries.giveBack("address:\(Self.network($0))", each: Self.address.each)] } ?? [])
    }

    private func enter(_ key: String, _ pace: Pace) async throws {
        let now = clock.now()
        let most = pace.each * pace.burst
        guard try await store.commit(SignInTries.enter(key, each: pace.each, most: most, now: now)).isEmpty else { return }
        let until = try await store.read(SignInTries.find(key)).first?.integer(0) ?? now.milliseconds
        throw TooManyTries(wait: .milliseconds(max(1000, until + pace.each - most - now.milliseconds)))
    }
}

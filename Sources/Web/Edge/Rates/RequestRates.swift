import Domain

/// Lets requests through up to a rate, by address, account and key.
struct RequestRates: Sendable {
    private let books: [RateClass: RateBook]
    private let clock: WallClock
    /// Nil for an instance that is the only one.
    private let sharing: RateSharing?

    init(_ quotas: RateQuotas, clock: WallClock, sharing: RateSharing?) {
        books = Dictionary(uniqueKeysWithValues: quotas.perMinute.map { ($0, RateBook($0, quota: $1)) })
        self.clock = clock
        self.sharing = sharing
    }

    /// Nil where that class has no limit.
    func take(_ rate: RateClass, of key: RateKey) async -> RateVerdict? {
        guard let book = books[rate] else { return nil }
        while true {
            switch book.take(key, at: clock.now(), isShared: sharing?.isOpen == true) {
            case .verdict(let verdict): return verdict
            // Each round lets at least one through, until there is nothing left to let through.
            case .tellFirst: await sharing?.tell(key, in: book)
            }
        }
    }

    /// Counts a request whose sender is known.
    ///
    /// - Throws: `RateRefused` where one of its limits is used up.
    func admit(_ request: WebRequest, _ operation: Operation) async throws -> [RateVerdict] {
        let sender = sender(of: request.principal)
        var verdicts: [RateVerdict] = []
        if let sender { verdicts += try await admit(sender.rate, sender.key) }
        switch operation.countedRate {
        case .signIn?: verdicts += try await admit(.signIn, RateKey(request.address))
        case let rate?: verdicts += try await admit(rate, sender?.key ?? RateKey(request.address))
        case nil: break
        }
        return verdicts
    }

    private func admit(_ rate: RateClass, _ key: RateKey) async throws -> [RateVerdict] {
        guard let verdict = await take(rate, of: key) else { return [] }
        if verdict.isRefused { throw RateRefused(verdict: verdict) }
        return [verdict]
    }

    /// Nil where there are no accounts.
    private func sender(of principal: Principal) -> (rate: RateClass, key: RateKey)? {
        if principal.means == .key { return (.key, .key(principal.workspace, name: principal.name)) }
        return principal.account.map { (.account, .account($0)) }
    }
}

package import Domain
package import Logging
package import Storage

/// Shares a provider's limits among the instances of a database. Where that is away each instance goes by its own count.
package struct DatabaseAllowance: SharedAllowance {
    private let store: any Store
    private let clock: WallClock
    private let logger: Logger

    package init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    package func take(_ share: AllowanceShare, of key: String) async -> AllowanceWait? {
        do {
            let now = clock.now()
            guard try await store.commit(ProviderAllowances.take(share, of: key, now: now)).isEmpty else { return nil }
            guard let row = try await store.read(ProviderAllowances.read(key)).first else { return nil }
            return ProviderAllowances.wait(for: share, row, now: now)
        } catch {
            logger.warning("a model's limits are not shared just now", metadata: ["error": "\(error)"])
            return nil
        }
    }

    package func correct(_ tokens: Duration, of key: String) async {
        _ = try? await store.commit(ProviderAllowances.correct(tokens, of: key))
    }

    package func close(_ key: String, for wait: Duration) async {
        _ = try? await store.commit(ProviderAllowances.close(key, until: clock.now().adding(wait)))
    }
}

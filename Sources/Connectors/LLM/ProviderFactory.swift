import Crypto
package import Domain
import Foundation

/// Makes chains of providers, from the environment's settings and from accounts of workspaces. What a key may be asked in a minute,
/// and whether its server is out of reach, is shared by all chains.
package final class ProviderFactory: ModelProviders {
    /// What a provider allows it allows a key, whichever of its models are asked.
    private struct LimitedKey: Hashable {
        var fingerprint: String
        var requests: Int?
        var tokens: Int?
    }

    private struct BreakerKey: Hashable {
        var name: WriterName
        var fingerprint: String
    }

    private let http: LLMHTTPClient
    private let clock: WallClock
    private let ledger: (any CallLedger)?
    private let allowance: (any SharedAllowance)?
    private let reach: ModelReach
    private let variable: @Sendable (String) -> String?
    private let limiters = SharedParts<LimitedKey, RateLimiter>()
    private let breakers = SharedParts<BreakerKey, CircuitBreaker>()

    /// - Parameters:
    ///   - allowance: where several processes keep to a key's limits together; nil for this one alone.
    ///   - reach: where accounts may lead.
    ///   - variable: reads the environment.
    package init(
        http: LLMHTTPClient, clock: WallClock, ledger: (any CallLedger)? = nil, allowance: (any SharedAllowance)? = nil,
        reach: ModelReach = ModelReach(allowsPrivate: true), variable: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.http = http
        self.clock = clock
        self.ledger = ledger
        self.allowance = allowance
        self.reach = reach
        self.variable = variable
    }

    package func checkReach(of address: String) async throws(ValidationError) -> Bool { try await reach.check(address) }

    package func provider(_ links: [ModelLink]) throws(ValidationError) -> ChosenModel {
        var entries: [LLMChoice.Entry] = []
        for link in links { entries.append(try entry(link)) }
        return try chain(entries)
    }

    /// - Precondition: there is at least one.
    func chain(_ entries: [LLMChoice.Entry]) throws(ValidationError) -> ChosenModel {
        var links: [ProviderChain.Link] = []
        for entry in entries {
            let provider = try entry.connector.provider(entry.settings, http: http, clock: clock, limiter: limiter(entry.settings), ledger: ledger)
            links.append(.init(name: entry.name, provider: provider, breaker: breaker(entry)))
        }
        return ChosenModel(name: links[0].name, provider: links.count == 1 ? links[0].provider : ProviderChain(links))
    }

    private func entry(_ link: ModelLink) throws(ValidationError) -> LLMChoice.Entry {
        guard let connector = LLMCatalog.named(link.account?.provider ?? link.name.account) else {
            throw ValidationError(field: "models", "models names no account or provider \(link.name.account).")
        }
        let settings =
            if let account = link.account { try connector.settings(of: account, model: link.name.model) } else {
                try environmentSettings(connector, link.name)
            }
        return LLMChoice.Entry(connector: connector, settings: try connector.settings(settings, asked: link.name.options, field: "models"))
    }

    private func environmentSettings(_ connector: LLMConnector, _ name: ModelName) throws(ValidationError) -> ProviderSettings {
        do { return try connector.settings(reading: variable, model: name.model, general: false) } catch {
            let faults = error.issues.map { "\($0.field) \($0.message)" }.joined(separator: "; ")
            throw ValidationError(
                field: "models",
                "models names \(name.account), for which there is no account, and the server's own settings do not do: \(faults). Add an account of that name."
            )
        }
    }

    private func limiter(_ settings: ProviderSettings) -> RateLimiter? {
        guard settings.limits != RateLimits() else { return nil }
        let fingerprint = settings.fingerprint
        let key = LimitedKey(
            fingerprint: fingerprint, requests: settings.limits.requestsPerMinute, tokens: settings.limits.tokensPerMinute)
        return limiters.part(key) {
            RateLimiter(
                requestsPerMinute: key.requests, tokensPerMinute: key.tokens, clock: clock,
                shared: allowance.map { RateLimiter.Shared($0, key: fingerprint) })
        }
    }

    private func breaker(_ entry: LLMChoice.Entry) -> CircuitBreaker {
        breakers.part(BreakerKey(name: entry.name, fingerprint: entry.settings.fingerprint)) { CircuitBreaker(clock: clock) }
    }
}

extension ProviderSettings {
    /// Tells the provider's key from every other, without being it.
    fileprivate var fingerprint: String {
        SHA256.hash(data: Data("\(baseURL)\n\(apiKey ?? "")".utf8)).prefix(16).hexadecimal
    }
}

/// Why a sign-in by a provider came to nothing.
package struct ProviderRefusal: Error, Equatable, Sendable {
    /// The page has a sentence for each (`providers.js`).
    package enum Reason: String, CaseIterable, Sendable {
        /// The provider does not answer as it should.
        case away = "provider_away"
        /// The provider, or the person at it, said no.
        case declined = "provider_declined"
        /// Not begun in this browser, or too long ago, or used before.
        case stale = "provider_stale"
        /// What the provider sent is not believed.
        case token = "provider_token"
        /// The provider has not verified the address.
        case unverified = "provider_unverified"
        /// The provider is not believed for the address's domain.
        case domain = "provider_domain"
        /// The address's account is another person's at the provider.
        case other = "provider_other"
        /// No role is meant for them.
        case role = "provider_role"
        case disabled = "provider_disabled"
        case tooMany = "provider_too_many"
    }

    package var reason: Reason
    /// For the log: it names no person and no secret.
    package var detail: String

    init(_ reason: Reason, _ detail: String = "") {
        self.reason = reason
        self.detail = detail
    }
}

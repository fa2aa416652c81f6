package import Domain
import Foundation

/// The provider that may say who somebody is, and what we make of what it says.
package struct OpenIDSettings: Sendable {
    package var issuer: String
    package var clientID: String
    /// Nil for a public client, whose only proof is PKCE.
    package var clientSecret: Secret?
    /// What the page calls it.
    package var name: String
    /// The domains for whose addresses it is believed, in small letters.
    package var domains: Set<String>
    /// Where an ID token tells roles; dots lead into objects.
    package var roleClaim: String?
    package var roles: [String: Role]
    /// Of those to whom no entry of `roles` applies; nil keeps them out.
    package var defaultRole: Role?
    /// Where the provider sends the browser back to.
    package var redirect: String

    package static let callbackPath = "/api/v1/oidc/callback"

    package init(
        issuer: String, clientID: String, clientSecret: Secret?, name: String, domains: Set<String>, roleClaim: String?, roles: [String: Role],
        defaultRole: Role?, publicURL: String
    ) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.name = name
        self.domains = domains
        self.roleClaim = roleClaim
        self.roles = roles
        self.defaultRole = defaultRole
        redirect = publicURL + Self.callbackPath
    }

    /// Whether an address is https, or of this machine.
    package static func isSafe(_ address: String) -> Bool {
        guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty, parts.user == nil, parts.fragment == nil else {
            return false
        }
        return parts.scheme == "https" || (parts.scheme == "http" && LoopbackName.isOne(host))
    }
}

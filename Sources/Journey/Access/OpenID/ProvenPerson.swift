import Domain
import Storage

/// What a provider's token says of somebody, as far as it is believed.
struct ProvenPerson: Equatable, Sendable {
    var subject: String
    /// Nil where the provider has not verified it, or is not believed for its domain.
    var email: String?
    var name: String
    /// What the settings make of its roles; nil for none.
    var role: Role?

    /// Why there is no address to go by.
    var doubt: ProviderRefusal.Reason?

    init(_ claims: [String: JSONValue], _ settings: OpenIDSettings) {
        subject = claims["sub"]?.text ?? ""
        let parts = [claims["name"], claims["preferred_username"]].compactMap { $0?.text }
        name = String((parts.first ?? "").prefix(200))
        role = Self.role(claims, settings)
        let address = claims["email"]?.text.flatMap { try? Accounts.table.field("email")?.value(ofText: $0).text }
        if claims["email_verified"] != .boolean(true) || address == nil {
            doubt = .unverified
        } else if let address, !settings.domains.contains(address.split(separator: "@").last.map { $0.lowercased() } ?? "") {
            doubt = .domain
        } else {
            email = address
        }
    }

    /// The highest that an entry gives, or else the one for all.
    private static func role(_ claims: [String: JSONValue], _ settings: OpenIDSettings) -> Role? {
        let path = settings.roleClaim?.split(separator: ".").map(String.init) ?? []
        // A claim may itself have dots in its name, as one that is an address has.
        let value =
            settings.roleClaim.flatMap { claims[$0] }
            ?? path.reduce(JSONValue.object(claims)) { value, name in
                if case .object(let members) = value { members[name] ?? .null } else { .null }
            }
        return value.texts?.compactMap { settings.roles[$0] }.max() ?? settings.defaultRole
    }
}

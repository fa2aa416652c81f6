import Domain
import Foundation
import Journey

/// The settings of signing in by an OpenID Connect provider.
struct OpenIDReading {
    private let environment: Environment
    private let publicOrigin: String?
    private static let variables = [
        "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME", "OIDC_DOMAINS", "OIDC_ROLE_CLAIM", "OIDC_ROLES", "OIDC_DEFAULT_ROLE",
    ]

    /// - Parameter publicOrigin: what PUBLIC_URL says.
    init(_ environment: Environment, publicOrigin: String?) {
        self.environment = environment
        self.publicOrigin = publicOrigin
    }

    /// Nil where no provider is set up.
    ///
    /// - Throws: `ValidationError` whose field is the variable.
    func settings() throws(ValidationError) -> OpenIDSettings? {
        guard let issuer = environment.value("OIDC_ISSUER") else {
            guard let stray = Self.variables.first(where: { environment.value($0) != nil }) else { return nil }
            throw ValidationError(field: stray, "is set without OIDC_ISSUER; write the provider's address there, or leave both out")
        }
        guard OpenIDSettings.isSafe(issuer), URLComponents(string: issuer)?.query == nil else {
            throw ValidationError(field: "OIDC_ISSUER", "is no https address; write for example https://id.example.com/realms/office")
        }
        let roles = try roles()
        let claim = environment.value("OIDC_ROLE_CLAIM")
        guard roles.isEmpty == (claim == nil) else {
            throw ValidationError(
                field: roles.isEmpty ? "OIDC_ROLES" : "OIDC_ROLE_CLAIM",
                "is missing beside \(roles.isEmpty ? "OIDC_ROLE_CLAIM" : "OIDC_ROLES"); write \(roles.isEmpty ? "for example crm-admins=admin,sales=member" : "the claim that holds the roles, for example groups")"
            )
        }
        return OpenIDSettings(
            issuer: issuer, clientID: try needed("OIDC_CLIENT_ID", "the name that the provider knows this server by"),
            clientSecret: environment.value("OIDC_CLIENT_SECRET").map(Secret.init),
            name: environment.value("OIDC_NAME") ?? URLComponents(string: issuer)?.host ?? issuer, domains: try domains(), roleClaim: claim,
            roles: roles,
            defaultRole: try environment.value("OIDC_DEFAULT_ROLE").map { text throws(ValidationError) in
                try role(text, in: "OIDC_DEFAULT_ROLE")
            }, publicURL: try publicURL())
    }

    private func needed(_ name: String, _ what: String) throws(ValidationError) -> String {
        guard let text = environment.value(name) else { throw ValidationError(field: name, "is missing beside OIDC_ISSUER; write \(what)") }
        return text
    }

    private func domains() throws(ValidationError) -> Set<String> {
        let text = try needed("OIDC_DOMAINS", "the domains for whose e-mail addresses the provider is believed, for example example.com")
        let domains = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        guard !domains.isEmpty, domains.allSatisfy({ "somebody@\($0)".isEmailAddress && !$0.contains("@") }) else {
            throw ValidationError(field: "OIDC_DOMAINS", "is no list of domains; write for example example.com,example.org")
        }
        return Set(domains)
    }

    private func roles() throws(ValidationError) -> [String: Role] {
        var roles: [String: Role] = [:]
        for entry in environment.value("OIDC_ROLES")?.split(separator: ",") ?? [] {
            // What stands before the last sign may itself hold one, as names in a directory do.
            guard let sign = entry.lastIndex(of: "="), sign > entry.startIndex else {
                throw ValidationError(field: "OIDC_ROLES", "has \"\(entry)\", which gives no role; write for example crm-admins=admin,sales=member")
            }
            let name = entry[..<sign].trimmingCharacters(in: .whitespaces)
            roles[name] = try role(String(entry[entry.index(after: sign)...]), in: "OIDC_ROLES")
        }
        return roles
    }

    private func role(_ text: String, in variable: String) throws(ValidationError) -> Role {
        guard let role = Role(rawValue: text.trimmingCharacters(in: .whitespaces)) else {
            throw ValidationError(
                field: variable, "has the role \"\(text)\"; write one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return role
    }

    private func publicURL() throws(ValidationError) -> String {
        guard let publicOrigin else {
            throw ValidationError(
                field: "PUBLIC_URL", "is missing beside OIDC_ISSUER; write where browsers reach this server, for example https://crm.example.com")
        }
        guard OpenIDSettings.isSafe(publicOrigin) else {
            throw ValidationError(
                field: "PUBLIC_URL", "is no https address, which signing in by a provider needs; write for example https://crm.example.com")
        }
        return publicOrigin
    }
}

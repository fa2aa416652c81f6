package import Domain
import Foundation

/// How to hand mail to a server.
package struct SMTPSettings: Equatable, Sendable {
    package enum Encryption: Equatable, Sendable {
        case none
        /// From the first byte on.
        case tls
        /// After the greeting; without it nothing is sent.
        case startTLS
    }

    package var host: String
    package var port: Int
    package var encryption: Encryption
    package var user: String?
    package var password: Secret?
    package var from: MailAddress
    /// Certificates to trust in place of the system's.
    package var caFile: String?
    /// Until greeted, encrypted and signed in.
    package var connectLimit = Duration.seconds(10)
    /// For all of it.
    package var limit = Duration.seconds(60)

    package var place: String { "\(host):\(port)" }

    /// - Parameters:
    ///   - url: such as `smtp://user:password@mail.example.com:587`, or `smtps://…:465`.
    ///   - from: such as `CRM Agent <crm@example.com>`.
    /// - Throws: `ValidationError` whose field is the variable.
    package init(url: String, from: String, caFile: String? = nil) throws(ValidationError) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(), ["smtp", "smtps"].contains(scheme),
            let host = parts.host, !host.isEmpty, ["", "/"].contains(parts.path), parts.fragment == nil
        else { throw Self.wrong("is no address of a mail server; write for example smtp://user:password@mail.example.com:587") }
        self.host = host.trimmingCharacters(in: ["[", "]"])
        port = parts.port ?? (scheme == "smtps" ? 465 : 587)
        guard (1...65535).contains(port) else { throw Self.wrong("has no port from 1 to 65535; write for example 587") }
        encryption = try Self.encryption(scheme, parts, isLocal: Self.isLoopback(self.host))
        user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
        password = parts.password.map(Secret.init)
        guard (user == nil) == (password == nil) else {
            throw Self.wrong("has only one of user and password; write both, as in smtp://user:password@mail.example.com:587, or neither")
        }
        guard user == nil || encryption != .none || Self.isLoopback(self.host) else {
            throw Self.wrong("would send its password unencrypted; leave out starttls=never, or the user and the password")
        }
        self.from = try MailAddress(from)
        self.caFile = caFile
    }

    private static func encryption(_ scheme: String, _ parts: URLComponents, isLocal: Bool) throws(ValidationError) -> Encryption {
        let options = parts.queryItems ?? []
        guard options.allSatisfy({ $0.name == "starttls" && ["always", "never"].contains($0.value) }), options.count <= 1 else {
            throw wrong("has an option that is not known; write starttls=always or starttls=never, or none")
        }
        guard scheme == "smtp" else {
            guard options.isEmpty else { throw wrong("has starttls beside smtps, which is encrypted from the start; leave the option out") }
            return .tls
        }
        return options.first.map { $0.value == "always" ? .startTLS : .none } ?? (isLocal ? .none : .startTLS)
    }

    private static let loopback: [IPRange] = ["127.0.0.0/8", "::1/128"]

    private static func isLoopback(_ host: String) -> Bool {
        let address = IPAddress(host)?.unmapped
        return host.lowercased() == "localhost" || address.map { address in loopback.contains { $0.contains(address) } } == true
    }

    private static func wrong(_ what: String) -> ValidationError { ValidationError(field: "SMTP_URL", what) }
}

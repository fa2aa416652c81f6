import Domain
import Foundation
import Web

/// The settings of what stands between the server and whoever can reach it.
struct EdgeReading: Sendable {
    private enum RateChoice { case off, on(RateQuotas) }

    private var proxies: TrustedProxies
    private var hosts: Set<String>
    /// Where people open the server, of PUBLIC_URL; nil where nobody has said it.
    private(set) var publicOrigin: String?
    private var otherOrigins: Set<String>
    private var tls: TLSFiles?
    private var connections: ConnectionLimits
    /// Zero for any number; nil where nobody has said it.
    private var perAddress: Int?
    /// Nil where nobody has said it.
    private var rates: RateChoice?

    /// - Throws: `ValidationError` whose field is the variable.
    init(_ environment: Environment) throws {
        proxies = try environment.trustedProxies()
        hosts = try environment.allowedHosts()
        publicOrigin = try environment.origins("PUBLIC_URL").first
        otherOrigins = Set(try environment.origins("CORS_ORIGINS"))
        tls = try environment.tlsFiles()
        connections = ConnectionLimits(
            inAll: try number(environment, "MAX_CONNECTIONS", 1...1_000_000, usual: 4096),
            slowness: .seconds(try number(environment, "SLOW_CLIENT_SECONDS", 1...600, usual: 10)),
            answerTime: .seconds(try number(environment, "REQUEST_TIMEOUT_SECONDS", 1...3600, usual: 300)))
        if environment.value("MAX_CONNECTIONS_PER_ADDRESS") != nil {
            perAddress = try number(environment, "MAX_CONNECTIONS_PER_ADDRESS", 0...1_000_000, usual: 256)
        }
        switch environment.value("RATE_LIMITS")?.lowercased() {
        case nil: rates = nil
        case "off"?: rates = .off
        case "on"?: rates = .on(.usual)
        case let text?: rates = .on(try RateQuotas(text))
        }
    }

    /// What holds on this address: who serves the own machine alone counts nobody unless told to.
    func settings(host: String) -> EdgeSettings {
        let servesOthers = servesOthers(host: host)
        var settings = EdgeSettings(proxies: proxies, names: names(host: host), connections: connections, tls: tls)
        settings.connections.perAddress = perAddress == 0 ? nil : perAddress ?? (servesOthers ? 256 : nil)
        // Some files must be left for the database and for what goes out.
        if let files = OpenFiles.most { settings.connections.inAll = max(16, min(connections.inAll, files - 256)) }
        switch rates {
        case .on(let quotas)?: settings.rates = quotas
        case .off?: settings.rates = nil
        case nil: settings.rates = servesOthers ? .usual : nil
        }
        return settings
    }

    /// Whether more than this machine is served: by its address, or by way of a proxy.
    func servesOthers(host: String) -> Bool { !LoopbackName.isOne(host) || proxies.isAny || !hosts.isEmpty || publicOrigin != nil }

    /// Whether names are said under which others reach the server.
    var namesOthers: Bool { !hosts.isEmpty || publicOrigin != nil }

    private func names(host: String) -> ServerNames {
        let literal = host.contains(":") ? "[\(host)]" : host
        let own = [literal.lowercased()] + (publicOrigin.flatMap(ServerNames.host).map { [$0] } ?? [])
        return ServerNames(hosts: LoopbackName.inAddresses.union(hosts).union(own), publicOrigin: publicOrigin, otherOrigins: otherOrigins)
    }
}

extension Environment {
    /// The values between commas.
    private func list(_ name: String) -> [String] {
        (value(name) ?? "").split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    fileprivate func trustedProxies() throws -> TrustedProxies {
        let ranges = try list("TRUSTED_PROXIES").map { text in
            guard let range = IPRange(text) else {
                throw ValidationError(
                    field: "TRUSTED_PROXIES", "holds \(text), which is no address and no range of them; write for example 10.0.0.0/8,192.0.2.7")
            }
            return range
        }
        guard let name = value("TRUSTED_PROXY_HEADER")?.lowercased() else { return TrustedProxies(ranges) }
        guard let header = TrustedProxies.Header(rawValue: name) else {
            throw ValidationError(field: "TRUSTED_PROXY_HEADER", "is neither X-Forwarded-For nor Forwarded; write for example X-Forwarded-For")
        }
        return TrustedProxies(ranges, header: header)
    }

    fileprivate func allowedHosts() throws -> Set<String> {
        let hosts = list("ALLOWED_HOSTS").map { $0.lowercased() }
        for host in hosts where ServerNames.origin("https://\(host)") == nil || ServerNames.name(of: host) != host {
            throw ValidationError(field: "ALLOWED_HOSTS", "holds \(host), which is no name without port; write for example crm.example.com")
        }
        return Set(hosts)
    }

    /// Origins exactly as browsers name them.
    func origins(_ name: String) throws -> [String] {
        try list(name).map { text in
            guard text != "*" else {
                throw ValidationError(
                    field: name, "can't be *: any page could then call the API; name each origin, for example https://app.example.com")
            }
            let written = text.hasSuffix("/") ? String(text.dropLast()) : text
            guard let origin = ServerNames.origin(written) else {
                throw ValidationError(
                    field: name, "holds \(text), which is no scheme, host and unusual port alone; write for example https://crm.example.com")
            }
            return origin
        }
    }

    fileprivate func tlsFiles() throws -> TLSFiles? {
        switch (value("TLS_CERTIFICATE"), value("TLS_KEY")) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        case (nil, _?): throw ValidationError(field: "TLS_CERTIFICATE", "is missing while TLS_KEY is there; write for example /etc/ssl/crm.pem")
        case (_?, nil): throw ValidationError(field: "TLS_KEY", "is missing while TLS_CERTIFICATE is there; write for example /etc/ssl/crm.key")
        }
    }
}

import Domain

/// Under which names a server may be called, and from whose pages.
package struct ServerNames: Sendable {
    /// Without port, in lower case.
    package var hosts: Set<String>
    /// Where people open the server, as an origin: `https://crm.example.com`; nil where nobody has said it.
    package var publicOrigin: String?
    /// The origins of other pages that may call the API from a browser.
    package var otherOrigins: Set<String>

    package init(hosts: Set<String> = LoopbackName.inAddresses, publicOrigin: String? = nil, otherOrigins: Set<String> = []) {
        self.hosts = hosts
        self.publicOrigin = publicOrigin
        self.otherOrigins = otherOrigins
    }

    /// `127.0.0.1` of `127.0.0.1:8080`, `[::1]` of `[::1]:8080`.
    package static func name(of authority: some StringProtocol) -> String {
        if authority.utf8.first == UInt8(ascii: "["), let end = authority.utf8.firstIndex(of: UInt8(ascii: "]")) {
            return authority[...end].lowercased()
        }
        return authority[..<(authority.utf8.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex)].lowercased()
    }

    /// Whether an authority names the machine itself.
    static func isLoopback(_ authority: String) -> Bool { LoopbackName.isOne(name(of: authority)) }

    /// Nil for what is no origin as browsers write it: a scheme, a host and perhaps a port.
    package static func origin(_ text: String) -> String? {
        let text = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
        let authority = text.dropFirst(scheme.count)
        guard !authority.isEmpty, authority.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-.:[]".contains($0)) }) else { return nil }
        // Browsers leave the usual port out.
        guard !authority.hasSuffix(scheme == "https://" ? ":443" : ":80") else { return nil }
        return text
    }

    /// The host of an origin, in lower case.
    package static func host(ofOrigin origin: String) -> String? {
        origin.firstRange(of: "://").map { name(of: origin[$0.upperBound...]) }
    }
}

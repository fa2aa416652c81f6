package import Domain
import HTTPTypes

/// The proxies whose word about their clients counts.
package struct TrustedProxies: Sendable, Equatable {
    /// The header in which they tell it. Only one is read: what they do not set themselves comes from a stranger.
    package enum Header: String, CaseIterable, Sendable {
        case forwardedFor = "x-forwarded-for"
        /// RFC 7239.
        case forwarded
    }

    let ranges: [IPRange]
    let header: Header

    package init(_ ranges: [IPRange] = [], header: Header = .forwardedFor) {
        self.ranges = ranges
        self.header = header
    }

    package var isAny: Bool { !ranges.isEmpty }

    func trusts(_ address: IPAddress?) -> Bool {
        guard let address, !ranges.isEmpty else { return false }
        return ranges.contains { $0.contains(address) }
    }

    /// Reads what proxies have told from the right, as far as each is one that is trusted.
    ///
    /// - Parameters:
    ///   - peer: who is connected.
    ///   - isSecure: whether that connection is encrypted.
    func origin(of peer: IPAddress?, isSecure: Bool, _ fields: HTTPFields) -> ClientOrigin {
        var origin = ClientOrigin(address: peer, isSecure: isSecure)
        guard trusts(peer) else { return origin }
        for hop in hops(fields).suffix(Self.mostHops).reversed() {
            if let proto = hop.proto { origin.isSecure = proto == "https" }
            // A name that hides the address, or nonsense: all that is known is the proxy that says so.
            guard let address = hop.address else { break }
            origin.address = address
            guard trusts(address) else { break }
        }
        return origin
    }

    private static let mostHops = 16

    private func hops(_ fields: HTTPFields) -> [ForwardedHop] {
        switch header {
        case .forwarded: ForwardedHop.all(fields[.forwarded] ?? "")
        case .forwardedFor: ForwardedHop.all(addresses: fields[.forwardedFor] ?? "", protocols: fields[.forwardedProto] ?? "")
        }
    }
}

extension HTTPField.Name {
    fileprivate static let forwarded = HTTPField.Name("Forwarded")!
    fileprivate static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    fileprivate static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
}

package import Domain

/// Where an address leads, by IANA's registries of special-purpose addresses (RFC 6890).
package enum AddressReach: Equatable, Sendable {
    case publicInternet
    /// Within the house: fine for a receiver only where the operator says so.
    case privateNetwork
    /// Never a receiver: groups, cloud metadata, examples, tunnels and addresses without a meaning.
    case unusable

    package init(_ written: IPAddress) {
        let isIPv4 = Self.embeddingRanges.contains { $0.contains(written) }
        self = Self.reach(of: isIPv4 ? written.embeddedIPv4 : written)
    }

    private static func reach(of address: IPAddress) -> AddressReach {
        if metadataServices.contains(where: { $0.contains(address) }) { return .unusable }
        return address.isIPv4 ? ofIPv4(address) : ofIPv6(address)
    }

    private static func ofIPv4(_ address: IPAddress) -> AddressReach {
        if privateRanges.contains(where: { $0.contains(address) }) { return .privateNetwork }
        return unusableIPv4.contains { $0.contains(address) } ? .unusable : .publicInternet
    }

    private static func ofIPv6(_ address: IPAddress) -> AddressReach {
        if privateRanges.contains(where: { $0.contains(address) }) { return .privateNetwork }
        guard globalUnicast.contains(address) else { return .unusable }
        return unusableWithinGlobalUnicast.contains { $0.contains(address) } ? .unusable : .publicInternet
    }

    /// What gives a virtual machine its identity and its keys; asked before the private ranges, in which some of them are.
    private static let metadataServices: [IPRange] = [
        "169.254.0.0/16",  // link-local: most clouds, at 169.254.169.254
        "100.100.100.200/32",  // Alibaba Cloud
        "168.63.129.16/32",  // Azure
        "fd00:ec2::/32",  // AWS, at fd00:ec2::254
        "fd20:ce::254/128",  // Google Cloud
    ]

    private static let privateRanges: [IPRange] = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  // RFC 1918
        "127.0.0.0/8", "::1/128",  // loopback
        "100.64.0.0/10",  // carrier-grade NAT (RFC 6598)
        "fc00::/7",  // unique local (RFC 4193)
    ]

    private static let unusableIPv4: [IPRange] = [
        "0.0.0.0/8",  // this host
        "192.0.0.0/24",  // protocol assignments
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",  // documentation
        "192.88.99.0/24",  // 6to4 relays
        "198.18.0.0/15",  // benchmarks
        "224.0.0.0/4", "240.0.0.0/4",  // multicast, reserved and broadcast
    ]

    /// IPv6 that stands for an IPv4 address: mapped, and what NAT64 makes of a public one (RFC 6052).
    private static let embeddingRanges: [IPRange] = ["::ffff:0:0/96", "64:ff9b::/96"]

    private static let globalUnicast: IPRange = "2000::/3"

    private static let unusableWithinGlobalUnicast: [IPRange] = [
        "2001::/23",  // protocol assignments, Teredo among them
        "2001:db8::/32", "3fff::/20",  // documentation
        "2002::/16",  // 6to4, which can lead to any IPv4 address
    ]
}

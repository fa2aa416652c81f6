/// All addresses that begin with the same bits, such as `10.0.0.0/8`; or one address.
package struct IPRange: Hashable, Sendable {
    private let first: IPAddress
    private let bits: Int

    /// Nil for what is neither an address nor one with a slash and a number of bits.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = IPAddress(parts[0]) else { return nil }
        let most = first.isIPv4 ? 32 : 128
        guard let bits = parts.count == 1 ? most : Int(parts[1]), (0...most).contains(bits) else { return nil }
        self.first = first.masked(to: bits)
        self.bits = bits
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == first.isIPv4 && address.masked(to: bits) == first
    }
}

extension IPRange: ExpressibleByStringLiteral {
    /// - Precondition: it is one.
    package init(stringLiteral text: String) {
        guard let range = IPRange(text) else { preconditionFailure("\(text) is no range of addresses") }
        self = range
    }
}

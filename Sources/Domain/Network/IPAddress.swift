package import Foundation

/// An IPv4 or IPv6 address as its 128 bits; those of an IPv4 address come first.
package struct IPAddress: Hashable, Sendable {
    package let isIPv4: Bool
    fileprivate let high: UInt64
    fileprivate let low: UInt64

    /// The usual notation, such as `192.0.2.1` or `2001:db8::1`.
    package init?(_ text: some StringProtocol) {
        var address = [UInt8](repeating: 0, count: 16)
        if text.contains(":") {
            guard inet_pton(AF_INET6, String(text), &address) == 1 else { return nil }
            self.init(bytes: address)
        } else {
            guard inet_pton(AF_INET, String(text), &address) == 1 else { return nil }
            self.init(bytes: address[..<4])
        }
    }

    /// As the system's calls tell it; nil for what is no address of the internet's protocols.
    package init?(_ address: UnsafePointer<sockaddr>?) {
        guard let bytes = UnsafeRawPointer(address) else { return nil }
        switch Int32(bytes.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET: self.init(bytes: withUnsafeBytes(of: bytes.loadUnaligned(as: sockaddr_in.self).sin_addr, Array.init))
        case AF_INET6: self.init(bytes: withUnsafeBytes(of: bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr, Array.init))
        default: return nil
        }
    }

    /// - Precondition: there are 4 or 16 bytes.
    private init(bytes: some Collection<UInt8>) {
        precondition(bytes.count == 4 || bytes.count == 16, "an address has 4 or 16 bytes")
        func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        isIPv4 = bytes.count == 4
        high = isIPv4 ? number(bytes) << 32 : number(bytes.prefix(8))
        low = isIPv4 ? 0 : number(bytes.dropFirst(8))
    }

    private init(isIPv4: Bool, high: UInt64, low: UInt64) {
        self.isIPv4 = isIPv4
        self.high = high
        self.low = low
    }

    /// The IPv4 address in the last 32 bits of an IPv6 address.
    package var embeddedIPv4: IPAddress { IPAddress(isIPv4: true, high: low << 32, low: 0) }

    /// The IPv4 address where the system shows one as IPv6 (`::ffff:192.0.2.1`); otherwise itself.
    package var unmapped: IPAddress { !isIPv4 && high == 0 && low >> 32 == 0xFFFF ? embeddedIPv4 : self }

    /// What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 address.
    package var network: IPAddress { unmapped.isIPv4 ? unmapped : masked(to: 64) }

    /// The address with nothing but its first bits.
    package func masked(to bits: Int) -> IPAddress {
        func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : UInt64.max << UInt64(64 - min(bits, 64)) }
        return IPAddress(isIPv4: isIPv4, high: high & mask(bits), low: low & mask(bits - 64))
    }
}

extension IPAddress: CustomStringConvertible {
    package var description: String { isIPv4 ? dotted : colons }

    /// `192.0.2.1`.
    private var dotted: String {
        .digits { text in
            for place in stride(from: 56, through: 32, by: -8) {
                if place < 56 { text.append(".") }
                text.append(Int64(high >> UInt64(place) & 0xFF), width: 1)
            }
        }
    }

    private var colons: String {
        let bytes = (withUnsafeBytes(of: high.bigEndian) { Array($0) } + withUnsafeBytes(of: low.bigEndian) { Array($0) })
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = bytes.withUnsafeBytes { inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(text.count)) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

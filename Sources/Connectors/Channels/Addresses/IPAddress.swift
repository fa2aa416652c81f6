import Foundation
import NIOCore

/// An IPv4 or IPv6 address as its bytes, 4 or 16 of them.
package struct IPAddress: Equatable, Sendable {
    package let bytes: [UInt8]

    /// The usual notation, such as `192.0.2.1` or `2001:db8::1`.
    package init?(_ text: String) {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        self.init(address)
    }

    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let address): bytes = withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address): bytes = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
        case .unixDomainSocket: return nil
        }
    }

    private init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// The IPv4 address at `offset` within an IPv6 address.
    func embeddedIPv4(at offset: Int) -> IPAddress { IPAddress(bytes: bytes[offset..<offset + 4]) }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = bytes.withUnsafeBytes { inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, $0.baseAddress, &text, socklen_t(text.count)) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// All addresses that begin with the same bits, such as `10.0.0.0/8`.
struct IPRange: Sendable {
    private let first: IPAddress
    private let bits: Int

    /// - Precondition: `text` is an address, a slash and a number of bits.
    init(_ text: String) {
        let parts = text.split(separator: "/")
        first = IPAddress(String(parts[0]))!
        bits = Int(parts[1])!
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == first.bytes.count else { return false }
        return zip(address.bytes, first.bytes).enumerated().allSatisfy { index, pair in
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> min(max(bits - index * 8, 0), 8))
            return pair.0 & mask == pair.1 & mask
        }
    }
}

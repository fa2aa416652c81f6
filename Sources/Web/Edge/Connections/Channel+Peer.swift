import NIOCore

import struct Domain.IPAddress

extension Channel {
    /// The address of who is connected; nil where it has none, or has gone away.
    var peer: IPAddress? { remoteAddress?.withSockAddr { address, _ in IPAddress(address) }?.unmapped }
}

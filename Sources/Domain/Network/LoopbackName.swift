/// The names by which a machine calls itself.
package enum LoopbackName {
    /// As settings and programs write them.
    package static let hosts: Set<String> = ["127.0.0.1", "localhost", "::1"]

    /// As addresses of pages and `Host` write them, without port.
    package static let inAddresses: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    /// Whether a host, in either notation, is the machine itself.
    package static func isOne(_ host: String) -> Bool { hosts.contains(host) || inAddresses.contains(host) }
}

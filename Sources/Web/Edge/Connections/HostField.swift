import Domain
import NIOHTTP1

/// The `Host` header of a request: one in HTTP/1.1, of a host and perhaps a port (RFC 9112, 3.2).
///
/// What names this server, and what another one, is the guard's business (`RequestGuard`).
enum HostField {
    static func isRight(in head: HTTPRequestHead) -> Bool {
        let hosts = head.headers["host"]
        // Some load balancers send none, not even in HTTP/1.1: that must not take a server for dead.
        guard let host = hosts.first else { return head.version != .http1_1 || HealthOperations.paths.contains(path(of: head.uri)) }
        return hosts.count == 1 && isHost(host.trimmed)
    }

    private static func path(of uri: String) -> String { String(uri.prefix { $0 != "?" }) }

    /// An empty one is right where the address has no host, and names no server.
    private static func isHost(_ text: String) -> Bool {
        if text.isEmpty { return true }
        let end = text.utf8.lastIndex(of: UInt8(ascii: "]")).map(text.utf8.index(after:))
        let name = text[..<(end ?? text.utf8.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex)]
        return isPort(text[name.endIndex...]) && (end == nil ? isName(name) : isAddress(name))
    }

    /// Nothing, or a colon and figures.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.utf8.first == UInt8(ascii: ":") && text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }

    /// An IPv6 address in brackets.
    private static func isAddress(_ text: Substring) -> Bool {
        text.utf8.first == UInt8(ascii: "[") && text.utf8.contains(UInt8(ascii: ":")) && IPAddress(String(text.dropFirst().dropLast())) != nil
    }

    /// Labels with dots between them, and perhaps one behind the last.
    private static func isName(_ text: Substring) -> Bool {
        var isBehindDot = true
        for sign in text.utf8 {
            let isDot = sign == UInt8(ascii: ".")
            guard isDot ? !isBehindDot : isNameSign(sign) else { return false }
            isBehindDot = isDot
        }
        return !text.isEmpty
    }

    /// Of a `reg-name` (RFC 3986, 3.2.2), in bytes.
    private static func isNameSign(_ sign: UInt8) -> Bool {
        switch sign {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-_~%!$&'()*+,;=".utf8.contains(sign)
        }
    }
}

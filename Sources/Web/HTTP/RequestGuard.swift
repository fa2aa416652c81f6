import Domain
import HTTPTypes
import Hummingbird

/// Keeps web pages elsewhere from talking to a server without accounts.
///
/// A page on another site can make the browser send requests here; the browser then names that site in `Origin`. A
/// site whose name was pointed at this machine (DNS rebinding) shows in `Host`.
struct RequestGuard: Sendable {
    /// The names under which this server may be called, without port.
    let hosts: Set<String>

    func check(_ head: HTTPRequest) throws {
        guard let host = head.authority.map(Self.name), hosts.contains(host) else {
            throw Problem(.forbidden, "This server answers only to \(hosts.sorted().joined(separator: ", ")): open it under one of these names.")
        }
        if let origin = head.headerFields[.origin] {
            guard let authority = Self.authority(ofOrigin: origin), authority == head.authority else {
                throw Problem(.forbidden, "Requests from web pages of other sites are refused.")
            }
        } else if head.headerFields[Self.fetchSite] == "cross-site", head.method != .get {
            throw Problem(.forbidden, "Requests from web pages of other sites are refused.")
        }
    }

    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!

    /// `127.0.0.1` of `127.0.0.1:8080`, `[::1]` of `[::1]:8080`.
    private static func name(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return authority.prefix { $0 != ":" }.lowercased()
    }

    private static func authority(ofOrigin origin: String) -> String? {
        guard let scheme = origin.firstRange(of: "://") else { return nil }
        return String(origin[scheme.upperBound...])
    }
}

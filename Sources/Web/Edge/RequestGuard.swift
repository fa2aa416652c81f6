import Domain
import HTTPTypes
import Hummingbird

/// Keeps web pages elsewhere from talking to the server in the name of whoever has opened them.
///
/// A page on another site can make the browser send requests here; the browser then names that site in `Origin`. A
/// site whose name was pointed at this machine (DNS rebinding) shows in `Host`.
struct RequestGuard: Sendable {
    let names: ServerNames

    /// - Parameter isSecure: whether the request came encrypted: then a page that did not is another site's.
    func check(_ head: HTTPRequest, isSecure: Bool = false) throws {
        guard let host = head.authority.map(ServerNames.name), names.hosts.contains(host) else {
            throw ForeignRequest.name(head.authority, known: names.hosts)
        }
        if let origin = head.headerFields[.origin] {
            guard isOwn(origin, head, isSecure) || names.otherOrigins.contains(origin) else { throw ForeignRequest.page(origin) }
        } else if head.headerFields[Self.fetchSite] == "cross-site", head.method != .get {
            throw ForeignRequest.page(nil)
        }
    }

    /// Whether a page of this server asks, or a program: those of listed origins bring a token of their own.
    func isOurPage(_ head: HTTPRequest, isSecure: Bool) -> Bool {
        if let origin = head.headerFields[.origin] { return isOwn(origin, head, isSecure) }
        return head.method == .get || head.method == .head || head.headerFields[Self.fetchSite] == "same-origin"
    }

    /// Whether a page of this server, or a program, asks to be signed in with a cookie: one that another page plants would have its
    /// reader work in somebody else's account. Browsers name the page in what they post; programs name none.
    func mayBeGivenCookie(_ head: HTTPRequest, isSecure: Bool) -> Bool {
        if let origin = head.headerFields[.origin] { return isOwn(origin, head, isSecure) }
        return [nil, "same-origin"].contains(head.headerFields[Self.fetchSite])
    }

    private func isOwn(_ origin: String, _ head: HTTPRequest, _ isSecure: Bool) -> Bool {
        if let publicOrigin = names.publicOrigin, origin == publicOrigin { return true }
        guard let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...] == head.authority.map { $0[...] } && (!isSecure || origin.hasPrefix("https:"))
    }

    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
}

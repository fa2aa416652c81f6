import HTTPTypes
import Journey

extension Credential {
    /// What a request shows; `Authorization` comes before the cookie.
    ///
    /// - Parameter client: where cookies are to be secure, only the one counts that no page without encryption can have planted.
    init?(_ head: HTTPRequest, from client: ClientOrigin) {
        if let authorization = head.headerFields[.authorization] {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 4096 else { return nil }
            self = .bearer(String(parts[1]))
            return
        }
        guard let token = SessionCookie.value(of: SessionCookie.name(isSecure: client.wantsSecureCookies), in: head) else { return nil }
        self = .cookie(token)
    }
}

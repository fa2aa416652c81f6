import HTTPTypes
import Journey

extension Credential {
    static let cookieName = "crm_session"

    /// What a request shows; `Authorization` comes before the cookie.
    init?(_ head: HTTPRequest) {
        if let authorization = head.headerFields[.authorization] {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 4096 else { return nil }
            self = .bearer(String(parts[1]))
            return
        }
        guard let token = Self.cookie(Self.cookieName, of: head) else { return nil }
        self = .cookie(token)
    }

    static func cookie(_ name: String, of head: HTTPRequest) -> String? {
        for line in head.headerFields[values: .cookie] {
            for pair in line.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0].drop(while: { $0 == " " }) == name, parts[1].utf8.count <= 256 { return String(parts[1]) }
            }
        }
        return nil
    }

    /// What sets a browser's cookie: no script sees it, and no other site's request brings it along but by following a link.
    static func setting(_ token: String, as name: String = cookieName, path: String = "/", seconds: Int64, over host: String?, isSecure: Bool)
        -> String
    {
        "\(name)=\(token); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(isLoopback(host) && !isSecure ? "" : "; Secure")"
    }

    /// What takes it away again.
    static func clearing(over host: String?, isSecure: Bool) -> String { setting("", seconds: 0, over: host, isSecure: isSecure) }

    /// Only there may the cookie go without TLS: the request stays on the machine.
    private static func isLoopback(_ host: String?) -> Bool { host.map(ServerNames.isLoopback) ?? false }
}

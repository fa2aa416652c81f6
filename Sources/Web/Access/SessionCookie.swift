import HTTPTypes

/// The cookies that a browser is given; `HttpOnly`, so that no script sees them, and `SameSite=Lax`, so that no other site's request
/// brings them along but by following a link.
enum SessionCookie {
    /// On the loopback address without encryption: the request stays on the machine.
    static let plainName = "crm_session"

    static func name(isSecure: Bool) -> String { name(plainName, isSecure: isSecure) }

    /// Browsers take a name with the prefix only with `Secure`, from an encrypted page, and never from another host of the domain.
    static func name(_ plain: String, isSecure: Bool) -> String { isSecure ? "__Host-" + plain : plain }

    static func setting(_ token: String, seconds: Int64, isSecure: Bool) -> String {
        setting(token, as: name(isSecure: isSecure), seconds: seconds, isSecure: isSecure)
    }

    /// - Parameter isSecure: whether it is to come back encrypted only.
    static func setting(_ token: String, as name: String, seconds: Int64, isSecure: Bool) -> String {
        "\(name)=\(token); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
    }

    /// The value of a cookie that a request brings.
    static func value(of name: String, in head: HTTPRequest) -> String? {
        for line in head.headerFields[values: .cookie] {
            for pair in line.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0].drop(while: { $0 == " " }) == name, parts[1].utf8.count <= 256 { return String(parts[1]) }
            }
        }
        return nil
    }
}

extension Answer {
    /// Takes a browser's session cookies away, under either name.
    func endingSession() -> Answer {
        var copy = self
        for isSecure in [true, false] {
            copy.headers.append(HTTPField(name: .setCookie, value: SessionCookie.setting("", seconds: 0, isSecure: isSecure)))
        }
        return copy
    }
}

import AsyncHTTPClient
import Domain
import Foundation
import NIOHTTP1

/// The address of a receiver, read and found fit to be sent to.
struct WebhookTarget: Sendable {
    let request: HTTPClient.Request

    /// The very text that is looked up, checked and connected to: what the client itself took from the address.
    var host: String { request.host }

    /// What sentences call the receiver; a path can hold a password, so it stays out.
    var name: String { request.port == (request.useTLS ? 443 : 80) ? host : "\(host):\(request.port)" }

    /// - Throws: `Undeliverable`, with a sentence on what to change.
    init(_ address: String, allowPrivateAddresses: Bool) throws(Undeliverable) {
        guard let url = URL(string: address), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let request = Self.request(to: url), isHost(request.host), (1...65535).contains(request.port)
        else { throw .impossible("The webhook's address is no https address; write for example https://crm.example/hooks") }
        guard url.user == nil, url.password == nil, !authority(of: address).contains("@") else {
            throw .impossible("The webhook's address holds a user or password; leave them out, since the signature proves who sends")
        }
        guard scheme == "https" || allowPrivateAddresses else {
            throw .impossible("The webhook's address is plain http; use https, or set WEBHOOK_ALLOW_PRIVATE=true for receivers within the house")
        }
        self.request = request
    }

    /// A dot at the end of the host says only that the name is whole (RFC 1034, 3.1). It is left out: certificates have none, and an
    /// address with one would be looked up as a name.
    private static func request(to url: URL) -> HTTPClient.Request? {
        guard let request = try? HTTPClient.Request(url: url, method: .POST) else { return nil }
        guard request.host.hasSuffix(".") else { return request }
        var parts = URLComponents(url: url, resolvingAgainstBaseURL: false)
        parts?.host = String(request.host.dropLast())
        return parts?.url.flatMap { try? HTTPClient.Request(url: $0, method: .POST) }
    }
}

/// A name of letters, digits, hyphens, underscores and dots, or an IPv6 address in brackets.
private func isHost(_ text: String) -> Bool {
    if text.hasPrefix("[") { return text.hasSuffix("]") && IPAddress(String(text.dropFirst().dropLast())) != nil }
    return !text.isEmpty && !text.hasSuffix(".")
        && text.utf8.count <= 253
        && text.utf8.allSatisfy { character in
            switch character {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
}

private func authority(of address: String) -> Substring {
    guard let start = address.range(of: "://")?.upperBound else { return "" }
    return address[start...].prefix { !"/?#".contains($0) }
}

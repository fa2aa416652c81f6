import Domain

/// What one proxy told about whom it got a request from.
struct ForwardedHop: Equatable {
    /// Nil where it does not say, or not by an address.
    var address: IPAddress?
    /// `http` or `https`; nil where it does not say.
    var proto: String?

    /// The elements of a `Forwarded` header (RFC 7239), in its order.
    static func all(_ header: String) -> [ForwardedHop] {
        split(header, by: ",").map { element in
            var hop = ForwardedHop()
            for pair in split(element, by: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let value = unquoted(String(parts[1]).trimmed)
                switch String(parts[0]).trimmed.lowercased() {
                case "for": hop.address = address(value)
                case "proto": hop.proto = value.lowercased()
                default: continue
                }
            }
            return hop
        }
    }

    /// `X-Forwarded-For` with `X-Forwarded-Proto`. Where the latter has fewer elements its last one counts for all.
    static func all(addresses: String, protocols: String) -> [ForwardedHop] {
        let addresses = addresses.split(separator: ",", omittingEmptySubsequences: false)
        let protocols = protocols.split(separator: ",").map { String($0).trimmed.lowercased() }
        return addresses.enumerated().map { index, text in
            ForwardedHop(address: address(String(text).trimmed), proto: protocols.count == addresses.count ? protocols[index] : protocols.last)
        }
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
    private static func address(_ text: String) -> IPAddress? {
        if text.hasPrefix("[") { return text.firstIndex(of: "]").flatMap { IPAddress(text[..<$0].dropFirst()) }?.unmapped }
        if text.count(where: { $0 == ":" }) == 1 { return IPAddress(text.prefix { $0 != ":" }) }
        return IPAddress(text)?.unmapped
    }

    /// Splits outside quotes, seen from the right: there proxies write, and no stranger's open quote may hide that.
    private static func split(_ text: some StringProtocol, by separator: Character) -> [String] {
        var isQuoted = false
        let parts = text.reversed().split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
        return parts.reversed().map { String($0.reversed()) }
    }

    private static func unquoted(_ text: String) -> String {
        text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
    }
}

import Domain
import HTTPTypes
import Testing

@testable import Web

@Suite struct `The word of a proxy about its client` {
    private let proxies = TrustedProxies(["10.0.0.0/8", "192.0.2.7"])

    @Test func `counts for nothing from whom nobody trusts`() {
        #expect(client(peer: "203.0.113.9", ["X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https"]) == origin("203.0.113.9"))
        #expect(TrustedProxies().origin(of: IPAddress("10.0.0.1"), isSecure: false, fields(["X-Forwarded-For": "1.2.3.4"])) == origin("10.0.0.1"))
    }

    @Test func `is read from the right, through those that are trusted, and no further`() {
        #expect(client(["X-Forwarded-For": "203.0.113.9"]) == origin("203.0.113.9"))
        #expect(client(["X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.1.1.1 , 192.0.2.7"]) == origin("203.0.113.9"))
        #expect(client(["X-Forwarded-For": "10.3.3.3, 10.2.2.2"]) == origin("10.3.3.3"))
    }

    @Test func `ends where it is no address: then the proxy that says so is all that is known`() {
        #expect(client(["X-Forwarded-For": "6.6.6.6, nonsense"]) == origin("10.0.0.1"))
        #expect(client(["X-Forwarded-For": "6.6.6.6, unknown, 10.2.2.2"]) == origin("10.2.2.2"))
        #expect(client(["X-Forwarded-For": ""]) == origin("10.0.0.1"))
        #expect(client([:]) == origin("10.0.0.1"))
    }

    @Test(arguments: ["203.0.113.9", "203.0.113.9:4711", "[2001:db8::9]:4711", "2001:db8::9", "::ffff:203.0.113.9"])
    func `may give an address in any of the usual forms`(text: String) {
        let expected = text.contains("db8") ? "2001:db8::9" : "203.0.113.9"
        #expect(client(["X-Forwarded-For": text]) == origin(expected))
    }

    @Test func `says whether the way was encrypted, hop by hop or once for all`() {
        #expect(client(["X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"]) == origin("203.0.113.9", isSecure: true))
        #expect(client(["X-Forwarded-For": "203.0.113.9, 10.2.2.2", "X-Forwarded-Proto": "https,http"]) == origin("203.0.113.9", isSecure: true))
        #expect(client(["X-Forwarded-For": "203.0.113.9, 10.2.2.2", "X-Forwarded-Proto": "http"]) == origin("203.0.113.9"))
    }

    @Test func `is taken from one header only: the other may be a stranger's`() {
        let forwarded = TrustedProxies(["10.0.0.0/8"], header: .forwarded)
        let both = fields(["X-Forwarded-For": "203.0.113.9", "Forwarded": "for=6.6.6.6"])
        #expect(proxies.origin(of: IPAddress("10.0.0.1"), isSecure: false, both) == origin("203.0.113.9"))
        #expect(forwarded.origin(of: IPAddress("10.0.0.1"), isSecure: false, both) == origin("6.6.6.6"))
    }

    @Test(arguments: [
        ("for=203.0.113.9;proto=https;by=10.0.0.1", "203.0.113.9", true), ("For=\"[2001:db8::9]:47\" ; Proto=http", "2001:db8::9", false),
        ("for=6.6.6.6, for=203.0.113.9;proto=https, for=10.2.2.2;proto=http", "203.0.113.9", true), ("for=_hidden;proto=https", "10.0.0.1", true),
        ("for=\"a,b;c\", for=203.0.113.9", "203.0.113.9", false), ("for=\"203.0.113.9", "10.0.0.1", false),
        ("for=\"6.6.6.6, for=203.0.113.9;proto=https", "203.0.113.9", true),
    ]) func `is read as RFC 7239 writes it`(header: String, address: String, isSecure: Bool) {
        let forwarded = TrustedProxies(["10.0.0.0/8"], header: .forwarded)
        #expect(forwarded.origin(of: IPAddress("10.0.0.1"), isSecure: false, fields(["Forwarded": header])) == origin(address, isSecure: isSecure))
    }

    private func client(peer: String = "10.0.0.1", _ headers: [String: String]) -> ClientOrigin {
        proxies.origin(of: IPAddress(peer), isSecure: false, fields(headers))
    }

    private func origin(_ address: String, isSecure: Bool = false) -> ClientOrigin { ClientOrigin(address: IPAddress(address), isSecure: isSecure) }

    private func fields(_ headers: [String: String]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        return fields
    }
}

import HTTPTypes
import Testing

@testable import Web

@Suite struct `The guard of requests` {
    private let guarding = RequestGuard(names: ServerNames())

    @Test(arguments: ["127.0.0.1", "127.0.0.1:8080", "localhost:8080", "LocalHost:8080", "[::1]", "[::1]:8080"])
    func `lets in who calls it by its own name`(host: String) throws {
        try guarding.check(request(host: host))
        try guarding.check(request(.post, host: host))
    }

    @Test(arguments: [
        nil, "", "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "127.0.0.2", "localhost.evil.example:8080", "evil.example@127.0.0.1",
        "[::2]:8080",
        "::1", "0.0.0.0:8080",
    ]) func `refuses any other name`(host: String?) {
        #expect(throws: ForeignRequest.self) { try guarding.check(request(host: host)) }
    }

    @Test func `lets in its own page`() throws {
        try guarding.check(request(.post, host: "localhost:8080", origin: "http://localhost:8080", site: "same-origin"))
        try guarding.check(request(.post, host: "[::1]:8080", origin: "http://[::1]:8080"))
        try guarding.check(request(.post, host: "localhost:8080", site: "none"))
    }

    @Test(arguments: [
        "http://evil.example", "https://localhost:8080.evil.example", "http://localhost:3000", "http://localhost", "null", "",
        "http://127.0.0.1:8080",
        "http://evil.example/http://localhost:8080", "file://", "localhost:8080",
    ]) func `refuses a page of another site or port, whatever the method`(origin: String) {
        for method in [HTTPRequest.Method.get, .post, .patch, .delete] {
            #expect(throws: ForeignRequest.self) { try guarding.check(request(method, host: "localhost:8080", origin: origin)) }
        }
    }

    @Test func `refuses what a browser says comes from another site, except a link that is followed`() throws {
        for method in [HTTPRequest.Method.post, .patch, .delete] {
            #expect(throws: ForeignRequest.self) { try guarding.check(request(method, host: "localhost:8080", site: "cross-site")) }
        }
        try guarding.check(request(.get, host: "localhost:8080", site: "cross-site"))
    }

    @Test func `answers 403 and says why`() throws {
        let error = #expect(throws: ForeignRequest.self) { try guarding.check(request(host: "evil.example")) }
        let problem = try #require(error.flatMap(Problem.init))
        #expect(problem.status == .forbidden && problem.detail.contains("localhost"))
    }

    @Test func `gives a session's cookie to its own page and to programs, and to no page that is merely listed`() {
        let names = ServerNames(otherOrigins: ["https://app.example.com", "http://localhost:3000"])
        let guarding = RequestGuard(names: names)
        func may(_ origin: String?, _ site: String?) -> Bool {
            guarding.mayBeGivenCookie(request(.post, host: "localhost:8080", origin: origin, site: site), isSecure: false)
        }
        #expect(may("http://localhost:8080", "same-origin") && may(nil, nil) && may(nil, "same-origin"))
        for (origin, site) in [("https://app.example.com", "cross-site"), ("http://localhost:3000", "same-site"), (nil, "same-site"), (nil, "none")] {
            #expect(!may(origin, site))
        }
    }

    @Test func `lets in pages that are listed, and the one at the public address whatever Host a proxy makes of it`() throws {
        let names = ServerNames(publicOrigin: "https://crm.example.com", otherOrigins: ["https://app.example.com"])
        let guarding = RequestGuard(names: names)
        for origin in ["https://crm.example.com", "https://app.example.com"] {
            try guarding.check(request(.post, host: "localhost:8080", origin: origin, site: "cross-site"))
        }
        for origin in ["http://crm.example.com", "https://app.example.com:8443", "https://app.example.com.evil.example", "https://example.com"] {
            #expect(throws: ForeignRequest.self) { try guarding.check(request(.post, host: "localhost:8080", origin: origin)) }
        }
    }

    @Test func `takes a page that did not come encrypted for another one where the request did`() throws {
        try guarding.check(request(.post, host: "localhost", origin: "https://localhost"), isSecure: true)
        #expect(throws: ForeignRequest.self) { try guarding.check(request(.post, host: "localhost", origin: "http://localhost"), isSecure: true) }
    }

    @Test(arguments: ["https://crm.example.com", "http://localhost:3000", "https://[::1]:8443"]) func `knows an origin`(text: String) {
        #expect(ServerNames.origin(text) == text)
    }

    @Test(arguments: [
        "*", "null", "crm.example.com", "ftp://crm.example.com", "https://", "https://a/b", "https://a:443", "http://a:80", "https://a b",
    ])
    func `knows what is none`(text: String) {
        #expect(ServerNames.origin(text) == nil)
    }

    private func request(_ method: HTTPRequest.Method = .get, host: String?, origin: String? = nil, site: String? = nil) -> HTTPRequest {
        var head = HTTPRequest(method: method, scheme: "http", authority: host, path: "/")
        head.headerFields[.origin] = origin
        if let name = HTTPField.Name("Sec-Fetch-Site") { head.headerFields[name] = site }
        return head
    }
}

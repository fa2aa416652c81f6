import Domain
import Foundation
import HTTPTypes

@testable import Journey
@testable import Web

extension FuzzTarget {
    /// The head of a request, a field a line, as the server's edge reads it: who asks from where, under which name, from whose page.
    static let headers = FuzzTarget.text(
        "headers", longest: 1 << 14,
        words: [
            "Forwarded: ", "X-Forwarded-For: ", "X-Forwarded-Proto: ", "Host: ", "Origin: ", "Cookie: ", "Authorization: ", "If-Match: ",
            "Content-Type: ", "Sec-Fetch-Site: ", "Accept-Encoding: ", "If-None-Match: ", "gzip", "identity", ";q=0.5",
            "Access-Control-Request-Method: ", "for=", "proto=https", "by=", "\"[2001:db8::1]:4711\"", "192.0.2.1", "10.0.0.1", ", ", ";", "=", "\"",
            "unknown", "_hidden", "localhost",
            "127.0.0.1:8080", "[::1]", "http://localhost", "https://crm.example.com", "null", "cross-site", "W/\"5\"", "*", "application/json", "\n",
        ]
    ) { text in
        var head = HTTPRequest(method: .post, scheme: "http", authority: nil, path: "/")
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { continue }
            if name.canonicalName == "host" {
                head.authority = String(parts[1]).trimmed
            } else {
                head.headerFields.append(HTTPField(name: name, value: String(parts[1]).trimmed))
            }
        }
        try checkOrigin(of: head)
        try checkGuard(of: head)
        try checkNames(text)
        try checkFile(asked: head)
        if let credential = Credential(head, from: ClientOrigin(address: nil, isSecure: false)), case .cookie(let token) = credential {
            try hold(token.utf8.count <= 256, "a cookie is short")
        }
    }

    private static let proxy = IPAddress("10.0.0.1")
    private static let stranger = IPAddress("198.51.100.7")

    private static func checkOrigin(of head: HTTPRequest) throws {
        for header in TrustedProxies.Header.allCases {
            let proxies = TrustedProxies(["10.0.0.0/8"], header: header)
            _ = proxies.origin(of: proxy, isSecure: false, head.headerFields)
            let unbelieved = proxies.origin(of: stranger, isSecure: false, head.headerFields)
            try hold(unbelieved == ClientOrigin(address: stranger, isSecure: false), "what no trusted proxy says counts nothing")
        }
    }

    private static func checkGuard(of head: HTTPRequest) throws {
        let guarding = RequestGuard(names: ServerNames())
        guard (try? guarding.check(head)) != nil else { return }
        let name = head.authority.map(ServerNames.name) ?? ""
        try hold(LoopbackName.inAddresses.contains(name), "only our own names let in")
        guard let origin = head.headerFields[.origin] else { return }
        try hold(origin.hasSuffix("://" + (head.authority ?? "")), "only our own pages may change anything: \(origin)")
    }

    private static func checkFile(asked head: HTTPRequest) throws {
        let answer = file.answer(to: head, keeping: .revalidated)
        let accepted = head.headerFields[.acceptEncoding]?.lowercased() ?? ""
        try hold(
            answer.headers[.contentEncoding] == nil || accepted.contains("gzip") || accepted.contains("*"), "only who accepts gzip gets it")
        try hold(answer.status == .ok || head.headerFields[.ifNoneMatch] != nil, "who has nothing gets the file")
    }

    private static let file = StaticFile("a", gzip: "H4sI", version: "1", contentType: "text/plain")

    private static func checkNames(_ text: String) throws {
        guard let origin = ServerNames.origin(text) else { return }
        try hold(ServerNames.origin(origin) == origin, "an origin is one as it is kept")
        try hold(!origin.contains("/ "), "an origin has no path")
    }
}

import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Storage

@testable import Web

extension FuzzTarget {
    /// A whole request to the whole server, as its text in HTTP/1.1: whatever comes, the answer is no fault of ours, and valid JSON
    /// where it says so.
    static let http = FuzzTarget(
        "http", longest: (1 << 20) + (1 << 14), cost: 8,
        words: [
            "GET ", "POST ", "PATCH ", "DELETE ", "PUT ", "\n", "\n\n", "Idempotency-Key: ", "If-Match: ", "Content-Type: application/json",
            "?limit=", "&sort=", "&cursor=", "\"", ":", "{", "}",
        ]
            + Routes.all(version: "1").map { $0.path.replacing("{id}", with: "1").replacing("{user_id}", with: "1") }
            + ResourceCatalog.all.flatMap { $0.table.fields.map { "\"\($0.name)\":" } }
    ) { bytes in
        let request = PlainRequest(bytes)
        guard let request, let (status, type, body) = try await FuzzServer.shared.answer(to: request) else { return }
        try hold(status.code != 500, "no request finds a fault of ours: \(status) \(String(buffer: body).prefix(200))")
        guard let type, type.hasPrefix("application/json") || type.hasPrefix("application/problem+json"), body.readableBytes > 0 else { return }
        let json = try body.withUnsafeReadableBytes(JSONReader.value)
        guard type.hasPrefix("application/problem+json") else { return }
        guard case .object(let members) = json, case .string(let detail)? = members["detail"] else {
            throw Broken(description: "a problem has a sentence")
        }
        try hold(!detail.isEmpty, "a problem has a sentence")
    }
}

/// A request as somebody would type it: a line, fields, an empty line, a body.
struct PlainRequest {
    var head: HTTPRequest
    var body: [UInt8]

    /// Nil for what the HTTP reader of NIO would not let through.
    init?(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 20, omittingEmptySubsequences: false)
        let words = String(decoding: lines[0], as: UTF8.self).split(separator: " ")
        guard words.count >= 2, let method = HTTPRequest.Method(String(words[0])), words[1].hasPrefix("/"),
            words[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: String(words[1]))
        let end = lines.dropFirst().firstIndex(where: \.isEmpty) ?? lines.count
        for line in lines[1..<end] {
            let parts = String(decoding: line, as: UTF8.self).split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])), name != .contentLength, name != .transferEncoding else { continue }
            head.headerFields.append(HTTPField(name: name, value: String(parts[1]).trimmed))
        }
        body = end < lines.count ? Array(lines[(end + 1)...].joined(separator: [UInt8(ascii: "\n")])) : []
        head.headerFields[.contentLength] = "\(body.count)"
    }
}

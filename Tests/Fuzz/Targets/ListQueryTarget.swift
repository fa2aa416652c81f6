import Domain
import Foundation

@testable import Web

extension FuzzTarget {
    /// The query of an address, as browsers write it.
    static let query = FuzzTarget.text(
        "query", longest: 1 << 14, words: ["&", "=", "%2B", "%", "+", "%ff", "%00", "limit", "cursor", "sort", "q", "%C3%BC"]
    ) { text in
        let pairs = QueryString.parse(text)
        let written = pairs.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
        let again = QueryString.parse(written)
        try hold(again.map { [$0.name, $0.value] } == pairs.map { [$0.name, $0.value] }, "a query is read as it was written")
    }

    private static func encoded(_ text: String) -> String { text.utf8.map { String(format: "%%%02X", $0) }.joined() }
}

package import Domain
import Foundation

/// What of a message no fact bears out, as its row keeps it: JSON, places in UTF-16 code units as JavaScript counts them.
package enum Findings {
    static let field = Field.readOnly(
        "findings", objects,
        "What the message states and no fact bears out, of a message that a model wrote to a contact (docs/grounding.md).", initial: .text("[]"))
    static let subjectField = Field.readOnly(
        "subject_findings", objects, "The same of its subject: the places are in there.", initial: .text("[]"))

    private static let objects = Field.Kind.objects(
        [
            .required("phrase", .text(1...20_000), "The words, as they stand in the message."),
            .required("start", .integer(0...100_000), "Where they begin, in UTF-16 code units."),
            .required("length", .integer(1...100_000), "How long they are, in the same units."),
            .required("kind", .choice(Claim.Kind.allCases.map(\.rawValue)), "What they state."),
            .required("reason", .text(1...21_000), "What is not borne out, as a sentence."),
        ], count: most)

    /// How many of a message are kept.
    private static let most = 200

    package static func json(_ findings: [UncarriedClaim], of text: String) -> String {
        guard !findings.isEmpty else { return "[]" }
        var json = JSONWriter()
        json.array { json in
            for finding in findings.prefix(most) {
                json.object {
                    $0.field("phrase", finding.phrase)
                    $0.field("start", Int64(units(in: text, before: finding.range.lowerBound)))
                    $0.field("length", Int64(finding.phrase.utf16.count))
                    $0.field("kind", finding.kind.rawValue)
                    $0.field("reason", finding.reason)
                }
            }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The words that are not borne out, each once.
    package static func phrases(_ lists: String...) -> [String] {
        once(kept(in: lists).map(\.phrase))
    }

    /// One line for each finding, for whoever decides.
    package static func remarks(_ lists: String...) -> [String] {
        once(kept(in: lists).map { Claim.Kind(rawValue: $0.kind)?.isClaim == false ? $0.reason : "No fact bears out: \($0.phrase)" })
    }

    private struct Kept: Decodable {
        var phrase: String
        var kind: String
        var reason: String
    }

    private static func once(_ lines: [String]) -> [String] {
        var seen: Set<String> = []
        return lines.filter { seen.insert($0).inserted }
    }

    private static func kept(in lists: [String]) -> [Kept] {
        lists.filter { $0 != "[]" }.flatMap { (try? JSONDecoder().decode([Kept].self, from: Data($0.utf8))) ?? [] }
    }

    private static func units(in text: String, before byte: Int) -> Int { String(decoding: text.utf8.prefix(byte), as: UTF8.self).utf16.count }
}

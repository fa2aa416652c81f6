import Domain
import Foundation
import Storage

extension FuzzTarget {
    /// A filter, from its text to rows of the database: it is printed as a text that means the same, and what it compares with
    /// stands in no statement.
    static let filter = FuzzTarget.text(
        "filter", longest: 1 << 16,
        words: [
            "everyone", "not ", "and ", "or ", "(", ")", "exists ", "no ", "count ", "sum ", "latest ", "earliest ", "deal", "task", "communication",
            "stage",
            "email", "amount_minor", "created_at", "close_date", "sample", "status", "is empty", "is not empty", "in (", "not in (", "contains ",
            "starts with ",
            "ends with ", "=", "!=", "<=", ">=", "<", ">", ",", ".", "today", "now", " - 5 days", " + 2 weeks", "\"x'; DROP TABLE contacts; --\"",
            "won", "42",
            "true", "2026-03-01", "last_contacted_at", "last_direction", "inbound",
        ]
    ) { text in
        let expression: FilterExpression
        do throws(FilterError) { expression = try AudienceSubject.contacts.filter(text) } catch {
            try hold(error.position >= 1 && error.position <= text.unicodeScalars.count + 1, "an error names a place in the text")
            return try hold(error.validation.issues.allSatisfy { $0.field == "filter" && !$0.message.isEmpty }, "an error says what to do")
        }
        try checkPrinting(of: expression)
        let moment = FilterMoment(now: FuzzDatabase.now, zone: .gmt)
        let filter = AudienceFilter(expression, in: .first, at: moment)
        let sql = filter.compile(alias: "c")
        try hold(sql.text.utf8.allSatisfy(mayStandInStatement), "a statement has no other signs than our own: \(sql.text)")
        for case .text(let text) in sql.bindings.values where text.utf8.count > 24 {
            try hold(!sql.text.contains(text), "a text of the filter stands in no statement")
        }
        _ = try await FuzzDatabase.store().read([AudienceQuery(filter).count, AudienceQuery(filter).reasons])
    }

    /// A canonical text may be longer than what was written, and then too long.
    private static func checkPrinting(of expression: FilterExpression) throws {
        let printed = expression.description
        guard printed.unicodeScalars.count <= FilterLimits.length else { return }
        do throws(FilterError) {
            let again = try AudienceSubject.contacts.filter(printed)
            guard again == expression else { throw FilterError(position: 1, found: "", "another filter") }
        } catch {
            throw Broken(description: "what is printed is read as the same: \(printed): \(error.message)")
        }
    }

    private static func mayStandInStatement(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: " \n_.,()<>=*/+-$'\\%|:".utf8.contains(byte)
        }
    }
}

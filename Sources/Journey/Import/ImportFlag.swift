import Domain
import Storage

/// A column that says by yes or no what another system's choice would say: `Unsubscribed`, `Cancelled`.
struct ImportFlag: Sendable {
    /// Of `ImportColumn`.
    let column: String
    let field: String
    /// What the field is where the column says yes; where it says no the field is as it would be without the column.
    let word: String

    static func all(of kind: ImportKind) -> [ImportFlag] {
        switch kind {
        case .contacts: optOuts
        case .tasks: [ImportFlag(column: "cancelled", field: "status", word: "cancelled")]
        case .deals, .targets, .products: []
        }
    }

    private static let optOuts = ["unsubscribed", "opted_out", "do_not_contact", "marketing_status"].map {
        ImportFlag(column: $0, field: "consent", word: "withdrawn")
    }

    /// The day on which something happened says yes.
    ///
    /// - Parameter title: what the file calls the column.
    /// - Throws: `ValidationError` for what is neither yes nor no: nobody is written to because a word was not understood.
    static func isSet(_ text: String, title: String) throws(ValidationError) -> Bool {
        if LocalDate(String(text.prefix(10))) != nil { return true }
        guard let answer = answers[foldedHeader(text)] else {
            throw ValidationError(field: title, "\(title) must be yes or no, but is \"\(text)\".")
        }
        return answer == "yes"
    }

    private static let answers = ImportKind.words([
        "yes": "yes y true t x 1 unsubscribed optout optedout donotcontact donotemail archived cancelled canceled",
        "no": "no n false f 0 none never subscribed notsubscribed optin optedin noconsent pending active",
    ])
}

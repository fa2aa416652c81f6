import Domain
import Storage

/// What one record of a file says, checked.
struct ImportRow: Sendable {
    var line: Int
    /// In the order of `ImportRows.columns`; nil where the file says nothing.
    var given: [SQLValue?]
    /// The contact it speaks of: an e-mail address, an external id or a name.
    var contact: String?
    /// The name of the customer, who may be a contact.
    var customer: String?
    /// The id of the contact it speaks of, once that is found.
    var statedContact: Int64?
    /// The id of the contact who is called as the customer: it counts where nobody said otherwise.
    var likelyContact: Int64?

    /// All that the record says.
    struct Statement: Hashable {
        let given: [SQLValue?]
        let contact: String?
        let customer: String?
    }

    var statement: Statement { Statement(given: given, contact: contact, customer: customer) }
}

/// What tells rows apart. Two rows that share a key may be about the same thing.
enum ImportKey: Hashable, Sendable {
    case externalID(String)
    /// As the database's unique index has it: an e-mail address is in lower case.
    case unique(String)
    case natural(user: SQLValue, SQLValue, SQLValue)

    static func folded(email: String) -> ImportKey { .unique(email.asciiLowercased) }
}

/// Where a kind's keys are among the columns.
struct ImportKeys: Sendable {
    let externalID: Int
    /// Where an e-mail address or an article number is.
    private let unique: Int?
    private let kind: ImportKind
    /// Where the owner is; nil for what is nobody's.
    let user: Int?
    private let natural: [Int]

    init(_ kind: ImportKind, columns: [Field]) {
        let names = columns.map(\.name)
        func place(_ name: String) -> Int { names.firstIndex(of: name) ?? 0 }
        self.kind = kind
        externalID = place("external_id")
        unique = kind.uniqueColumn.flatMap(names.firstIndex)
        user = names.firstIndex(of: "user_id")
        natural = kind.naturalKey.map(place)
    }

    func externalID(of values: [SQLValue]) -> String? { text(values[externalID]) }
    /// The same as it was written.
    func uniqueText(of values: [SQLValue]) -> String { unique.flatMap { text(values[$0]) } ?? "" }

    /// The e-mail address or the article number, as the unique index has it.
    func unique(of values: [SQLValue]) -> String? {
        unique.flatMap { text(values[$0]) }.map { kind == .contacts ? $0.asciiLowercased : $0 }
    }

    /// Nil where the row is told apart by its address or id alone.
    func natural(of values: [SQLValue]) -> ImportKey? {
        if kind == .contacts, externalID(of: values) != nil || unique(of: values) != nil { return nil }
        return .natural(user: user.map { values[$0] } ?? .null, filled(values[natural[0]]), natural.count > 1 ? filled(values[natural[1]]) : .null)
    }

    /// An empty text says as little as none.
    private func filled(_ value: SQLValue) -> SQLValue { value == .text("") ? .null : value }

    func all(of values: [SQLValue]) -> [ImportKey] {
        [externalID(of: values).map(ImportKey.externalID), unique(of: values).map(ImportKey.unique), natural(of: values)].compactMap(\.self)
    }

    private func text(_ value: SQLValue) -> String? {
        guard case .text(let text) = value else { return nil }
        return text
    }
}

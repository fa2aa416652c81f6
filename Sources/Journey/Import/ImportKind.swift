package import Storage

/// What a CSV file can bring.
package enum ImportKind: String, CaseIterable, Sendable {
    case contacts, deals, tasks, targets, products

    package var table: Table {
        switch self {
        case .contacts: Contacts.table
        case .deals: Deals.table
        case .tasks: Tasks.table
        case .targets: Targets.table
        case .products: Products.table
        }
    }

    /// Without these columns a file makes no sense.
    var required: [String] { table.fields.filter { $0.isRequired && !$0.isReadOnly }.map(\.name) }

    /// What besides `external_id` no two rows share.
    var uniqueColumn: String? {
        switch self {
        case .contacts: "email"
        case .products: "sku"
        case .deals, .tasks, .targets: nil
        }
    }

    /// What tells a row from the others of its user, or of the workspace where it is nobody's, where it has no id of its own.
    var naturalKey: [String] {
        switch self {
        case .contacts: ["name", "company"]
        case .deals: ["customer", "product"]
        case .tasks: ["title", "due_date"]
        case .targets: ["product"]
        case .products: ["name"]
        }
    }

    /// Whether several rows may be described alike and be different things all the same.
    var hasNamesakes: Bool {
        switch self {
        case .deals, .tasks: true
        case .contacts, .targets, .products: false
        }
    }

    /// What a field's choice is called by other systems; nil for a word of none.
    func choice(_ text: String, of field: String) -> String? {
        if self == .deals, field == "status" { return DealStage(text).status }
        // A column "Completed" may hold the day.
        if self == .tasks, field == "status", (try? ImportDate.day(text, field: field)) != nil { return "done" }
        return synonyms(of: field)[foldedHeader(text)]
    }

    private func synonyms(of field: String) -> [String: String] {
        switch (self, field) {
        case (.contacts, "consent"): Self.consent
        case (.tasks, "status"): Self.taskStatus
        case (.tasks, "kind"): Self.taskKind
        case (.products, "status"): Self.productStatus
        default: [:]
        }
    }

    private static let consent = words([
        "given": "given yes true 1 granted agreed optin optedin subscribed",
        "withdrawn": "withdrawn no false 0 denied refused revoked optout optedout unsubscribed",
        "unknown": "unknown none notset",
    ])
    private static let taskStatus = words([
        // A column "Done" is answered by yes or no.
        "pending": "pending open todo new active inprogress notstarted started waiting deferred overdue no n false 0",
        "done": "done completed complete closed finished yes y true x 1",
        "cancelled": "cancelled canceled dropped skipped",
    ])
    private static let taskKind = words([
        "todo": "todo task other", "call": "call phonecall phone", "meeting": "meeting appointment demo", "email": "email mail",
        "visit": "visit onsite",
    ])

    private static let productStatus = words([
        "active": "active yes true 1 available enabled published instock",
        "retired": "retired no false 0 inactive discontinued archived disabled draft",
    ])

    static func words(_ groups: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: groups.flatMap { word, all in all.split(separator: " ").map { (String($0), word) } })
    }
}

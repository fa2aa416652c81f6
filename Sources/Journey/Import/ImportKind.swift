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

    /// Words of other systems for the choices of a field.
    func synonyms(of field: String) -> [String: String] {
        switch (self, field) {
        case (.contacts, "consent"): Self.consent
        case (.deals, "status"): Self.dealStatus
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
    private static let dealStatus = words([
        "open": "open pending new active inprogress ongoing negotiation proposal qualified",
        "won": "won closed closedwon success successful sold complete completed",
        "lost": "lost closedlost failed rejected declined dead cancelled canceled",
    ])
    private static let taskStatus = words([
        "pending": "pending open todo new active inprogress notstarted started waiting deferred overdue",
        "done": "done completed complete closed finished yes true",
        "cancelled": "cancelled canceled dropped skipped no false",
    ])
    private static let taskKind = words([
        "todo": "todo task other", "call": "call phonecall phone", "meeting": "meeting appointment demo", "email": "email mail",
        "visit": "visit onsite",
    ])

    private static let productStatus = words([
        "active": "active yes true 1 available enabled published instock",
        "retired": "retired no false 0 inactive discontinued archived disabled draft",
    ])

    private static func words(_ groups: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: groups.flatMap { word, all in all.split(separator: " ").map { (String($0), word) } })
    }
}

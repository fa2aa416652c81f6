/// The stages of an erasure, in their order: what is on its way ends, the contact's own rows are blanked, the contact goes, and
/// texts that are about others too are looked through.
package enum ErasureStage: Sendable {
    case stop
    case blank(PersonalTable)
    case contact
    case redact(PersonalTable)
    /// Answers that are kept for repeated requests, and those under way.
    case answers
    /// What the audit trail holds of the contact; that something was done stays.
    case audit

    package var key: String {
        switch self {
        case .stop: "stop"
        case .blank(let table): "blank:\(table.name)"
        case .contact: "contact"
        case .redact(let table): "redact:\(table.name)"
        case .answers: "answers"
        case .audit: "audit"
        }
    }

    static let first = stop
    /// Rows that lead to others are blanked after these.
    private static let order = ["proposals", "model_calls", "deliveries", "agent_runs", "events", "communications", "tasks", "deals"]

    package static let all: [ErasureStage] =
        [.stop] + order.compactMap(PersonalData.table).map(ErasureStage.blank) + [.contact]
        + PersonalData.tables.filter { !$0.redacted.isEmpty }.map(ErasureStage.redact) + [.answers, .audit]

    package static func named(_ key: String) -> ErasureStage { all.first { $0.key == key } ?? .stop }

    /// Nil after the last.
    package var next: ErasureStage? { Self.all.firstIndex { $0.key == key }.flatMap { $0 + 1 < Self.all.count ? Self.all[$0 + 1] : nil } }
}

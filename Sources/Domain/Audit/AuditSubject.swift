/// What was acted on.
package struct AuditSubject: Hashable, Sendable {
    /// Its noun in small letters, with underscores: `model_account`.
    package var kind: String
    /// Nil for what has no id, such as an import.
    package var id: Int64?

    package init(_ noun: String, id: Int64? = nil) {
        kind = Self.kind(of: noun)
        self.id = id
    }

    package static func kind(of noun: String) -> String { noun.lowercased().replacing(" ", with: "_") }
}

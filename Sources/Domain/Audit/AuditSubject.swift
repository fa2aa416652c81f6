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

    package static func kind(of noun: String) -> String {
        let isKind = noun.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        return isKind ? noun : noun.lowercased().replacing(" ", with: "_")
    }
}

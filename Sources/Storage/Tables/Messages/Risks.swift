package import Domain

/// Lists of risks, as their rows keep them: JSON.
package enum Risks {
    /// Why a message waits for a person.
    static let field = Field.readOnly(
        "risks", kind, "Why a guarded agent left a message to a contact to a person (docs/autonomy.md): \(names).", initial: .text("[]"))

    /// What does not raise the grade in a workspace.
    static let ignored = Field.optional(
        "guarded_ignores", kind, "What does not keep a guarded agent from sending by itself (docs/autonomy.md): any of \(names).",
        initial: .text("[]"))

    package static let names = Risk.allCases.map(\.rawValue).joined(separator: ", ")

    private static let kind = Field.Kind.textList(count: Risk.allCases.count, length: 40)

    package static func json(_ risks: [Risk]) -> String { JSONText.list(risks.map(\.rawValue)) }

    package static func list(_ json: String) -> [Risk] { JSONText.texts(json).compactMap(Risk.init) }
}

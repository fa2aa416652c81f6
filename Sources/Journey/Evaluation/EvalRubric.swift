import Domain
import Storage

/// What a judge goes by in one case, and which grade is enough.
struct EvalRubric: Sendable {
    let text: String
    let atLeast: Int
    static let grades = 1...5

    init(_ json: JSONValue) throws(ValidationError) {
        guard case .object(let members) = json else { throw ValidationError(field: "judge", "judge must be an object, not \(json.typeName).") }
        let values = try Self.fields.filled(from: members, of: "judge")
        text = values.text("rubric")
        atLeast = Int(values.integer("at_least"))
    }

    private static let fields: [Field] = [
        .required("rubric", .text(1...2000), ""), .optional("at_least", .integer(1...5), "", initial: .integer(4)),
    ]
}

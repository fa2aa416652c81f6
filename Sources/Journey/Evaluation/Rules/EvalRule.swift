import Domain

/// A property of a message that the message alone shows.
protocol EvalRule: Sendable {
    /// What cases name it by.
    static var name: String { get }
    /// Whether it says something about messages to these.
    static func applies(to recipient: Recipients) -> Bool

    /// - Parameter json: what the case says of it.
    /// - Throws: `ValidationError` in the words of the case.
    init(_ json: JSONValue) throws(ValidationError)

    func verdict(on subject: EvalSubject) -> EvalVerdict
}

extension EvalRule {
    static func applies(to recipient: Recipients) -> Bool { true }
    var name: String { Self.name }
}

/// Every rule, in the order of reports.
enum EvalRuleCatalog {
    static let all: [any EvalRule.Type] = [
        BorneOutRule.self, PrivateRule.self, UsesRule.self, MentionsRule.self, AvoidsRule.self, NewRule.self, ToneRule.self, AsksRule.self,
        WordsRule.self, SubjectRule.self, LanguageRule.self, PlainRule.self,
    ]

    /// The rules that a case expects.
    ///
    /// - Throws: `ValidationError` for what is no rule, or none for such a recipient.
    static func rules(_ json: JSONValue?, for recipient: Recipients) throws(ValidationError) -> [any EvalRule] {
        guard let json else { return [] }
        guard case .object(let members) = json else { throw ValidationError(field: "expect", "expect must be an object, not \(json.typeName).") }
        let known = all.map { $0.name }
        if let stranger = members.keys.sorted().first(where: { !known.contains($0) }) {
            let hint = suggestion(for: stranger, among: known, otherwise: "there are \(known.joined(separator: ", ")).")
            throw ValidationError(field: "expect", "expect has \(stranger), which is no property of a message: \(hint)")
        }
        var rules: [any EvalRule] = []
        for rule in all {
            guard let json = members[rule.name] else { continue }
            guard rule.applies(to: recipient) else {
                throw ValidationError(field: rule.name, "\(rule.name) can only be expected of messages to a contact.")
            }
            rules.append(try rule.init(json))
        }
        return rules
    }
}

extension JSONValue {
    /// - Throws: `ValidationError` for anything but `true`.
    func mustBeTrue(_ name: String) throws(ValidationError) {
        guard self == .boolean(true) else { throw ValidationError(field: name, "\(name) must be true, or be left out.") }
    }

    /// A list of texts.
    func texts(_ name: String) throws(ValidationError) -> [String] {
        guard case .array(let items) = self, !items.isEmpty else { throw ValidationError(field: name, "\(name) must be a list of texts.") }
        var texts: [String] = []
        for item in items {
            guard case .string(let text) = item, !text.trimmed.isEmpty else {
                throw ValidationError(field: name, "\(name) must be a list of texts.")
            }
            texts.append(text)
        }
        return texts
    }

    /// Two whole numbers, the least and the most.
    func range(_ name: String) throws(ValidationError) -> ClosedRange<Int> {
        guard case .array(let items) = self, items.count == 2, case .integer(let least) = items[0], case .integer(let most) = items[1],
            (0...100_000).contains(least), (least...100_000).contains(most)
        else { throw ValidationError(field: name, "\(name) must be the least and the most, such as [20, 120].") }
        return Int(least)...Int(most)
    }
}

/// What became of a run over suites: the file that `--save` writes and `--baseline` reads.
package struct EvalReport: Codable, Sendable {
    /// Of this shape.
    package static let currentFormat = 1

    package var format: Int
    /// Who was to write: `offline`, or the first model of a chain.
    package var writer: String
    /// Nil where nobody judged.
    package var judge: String?
    package var suites: [Suite]

    package struct Suite: Codable, Sendable {
        package var name: String
        package var cases: [Case]
    }

    package struct Case: Codable, Sendable {
        package var name: String
        package var fingerprint: String
        /// In the order of the case.
        package var properties: [Property]
        package var tries: [Try]
    }

    package struct Property: Codable, Sendable {
        package var name: String
        /// False where it is told only.
        package var required: Bool
    }

    /// One message.
    package struct Try: Codable, Sendable {
        package var verdicts: [String: EvalVerdict]
        package var subject: String?
        /// Nil where none was written.
        package var text: String?
        /// The facts that the model says it drew on.
        package var facts: [String]
        /// Who wrote, which in a chain may be another one than was to.
        package var writer: String
        package var tokens: EvalTokens
        package var grade: Int?
        /// Of the judge.
        package var judged: EvalTokens?
    }
}

package struct EvalTokens: Codable, Equatable, Sendable {
    package var input: Int64
    package var output: Int64

    static let none = EvalTokens(input: 0, output: 0)
}

extension EvalReport.Case {
    /// Whether the case has a property: in every try. Nil where it was scored in none, or in some only.
    package func passes(_ property: String) -> Bool? {
        let outcomes = tries.map { $0.verdicts[property]?.outcome ?? .unscored }
        if outcomes.contains(.failed) { return false }
        return outcomes.contains(.unscored) ? nil : true
    }

    /// Whether it has all that is required of it and could be scored.
    package var passes: Bool { properties.allSatisfy { !$0.required || passes($0.name) != false } }

    /// Whether a judge was to say something of it and has not, though it is required.
    package var lacksJudgement: Bool {
        properties.contains { $0.name == EvalProperty.judge && $0.required } && passes(EvalProperty.judge) == nil
    }
}

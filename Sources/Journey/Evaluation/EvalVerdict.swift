/// Whether a message has a property.
package struct EvalVerdict: Codable, Equatable, Sendable {
    package enum Outcome: String, Codable, Sendable {
        case passed, failed
        /// It does not apply, or nobody could tell; that is no pass.
        case unscored
    }

    package var outcome: Outcome
    /// Why it is no pass, as a sentence.
    package var why: String?

    static let passed = EvalVerdict(outcome: .passed)
    static func failed(_ why: String) -> EvalVerdict { EvalVerdict(outcome: .failed, why: why) }
    static func unscored(_ why: String) -> EvalVerdict { EvalVerdict(outcome: .unscored, why: why) }
    static func passed(_ holds: Bool, else why: @autoclosure () -> String) -> EvalVerdict { holds ? .passed : .failed(why()) }
}

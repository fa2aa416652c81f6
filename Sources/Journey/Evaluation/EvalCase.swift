package import Domain
import Storage

/// One case of a suite as its file has it: what is known, which agent writes to whom, and what must hold of the message.
package struct EvalCase: Sendable {
    /// The file's name without its ending.
    package let name: String
    /// What the case is there to show.
    package let about: String
    package let agent: AgentType
    package let recipient: Recipients
    /// The template that takes the place of the agent's own words; nil for those.
    let prompt: String?
    package let today: LocalDate
    /// The salesperson's name.
    let salesperson: String
    let profile: Table.Values
    /// Rows in the order in which they are made, so that the first one of a table has the id 1. The first contact is written to.
    let rows: [EvalRow]
    let messages: [EvalMessage]
    let rules: [any EvalRule]
    /// What a judge goes by; nil where rules say it all.
    let rubric: EvalRubric?
    /// Properties that are told and do not fail the suite.
    let optional: Set<String>
    /// Tells the file as it is from every other state of it.
    package let fingerprint: String

    /// All that is scored, in the order of reports.
    package var properties: [String] { [EvalProperty.written] + rules.map(\.name) + (rubric == nil ? [] : [EvalProperty.judge]) }
    package func isRequired(_ property: String) -> Bool { !optional.contains(property) }
}

/// Names of properties that are no rules.
package enum EvalProperty {
    /// Whether there is a message at all.
    package static let written = "written"
    package static let judge = "judge"
}

/// A row of one of the product's tables.
struct EvalRow: Sendable {
    let table: Table
    let values: Table.Values
}

/// What was said before.
struct EvalMessage: Sendable {
    enum Author: String, CaseIterable, Sendable {
        /// The contact itself, or the salesperson to it.
        case contact, salesperson
        /// The agent to the salesperson.
        case agent
    }

    let day: LocalDate
    let author: Author
    /// Which contact wrote or was written to; of no meaning between agent and salesperson.
    let contact: Int64
    let text: String
}

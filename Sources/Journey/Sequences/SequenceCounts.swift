import Domain
package import Storage

/// How many contacts are at each step of an agent's sequence.
package struct SequenceCounts: Equatable, Sendable {
    package struct Step: Equatable, Sendable {
        package var number: Int64
        /// By state.
        package var counts: [String: Int64]
    }

    /// From the agent's own message on, also those at which nobody is, and those that only contacts of an earlier version have reached.
    package var steps: [Step]

    /// - Parameter rows: of `SequencePositions.counts`.
    package init(_ agent: Agent, _ rows: [Row]) {
        let reached = rows.map { $0.integer(0) }.max() ?? 0
        let last = max(Int64(agent.sequence.steps.count), reached)
        let byStep = Dictionary(grouping: rows) { $0.integer(0) }
        steps = (0...last).map { number in
            Step(number: number, counts: Dictionary((byStep[number] ?? []).map { ($0.text(1), $0.integer(2)) }) { $1 })
        }
    }
}

/// What becomes of due times that have passed while nothing ran.
package enum CatchUp: String, Hashable, Sendable, CaseIterable {
    /// What is late is missed. With a tolerance of an hour this is what the five agents do: once, if at most an hour late.
    case skip
    /// The latest runs, however late it is; those before it are missed.
    case runOnce = "run_once"
    /// All run, however late they are, the earliest first.
    case runAll = "run_all"

    /// Which due times run now and which are missed; together they are all that were given, in the same order.
    package struct Outcome: Equatable, Sendable {
        package var running: [Timestamp] = []
        package var missed: [Timestamp] = []

        package init(running: [Timestamp] = [], missed: [Timestamp] = []) {
            self.running = running
            self.missed = missed
        }
    }

    /// Judges the due times since the last look, which are ascending and not later than `now`.
    ///
    /// With `skip`, a time is late once more than `tolerance` has passed since; the other two do not ask.
    package func outcome(of due: [Timestamp], now: Timestamp, tolerance: Duration) -> Outcome {
        switch self {
        case .skip: Outcome(running: due.filter { $0.adding(tolerance) >= now }, missed: due.filter { $0.adding(tolerance) < now })
        case .runOnce: Outcome(running: due.suffix(1), missed: due.dropLast())
        case .runAll: Outcome(running: due)
        }
    }
}

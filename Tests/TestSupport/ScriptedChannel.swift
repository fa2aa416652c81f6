package import Domain
import Synchronization

/// A channel that answers as the test says, and remembers what it was given.
package final class ScriptedChannel: Channel {
    package enum Step: Sendable {
        case outcome(DeliveryOutcome)
        /// Answers once the gate is open; where the task is cancelled before, the outcome is unknown.
        case held(Gate, DeliveryOutcome)
    }

    private struct State {
        var messages: [OutgoingMessage] = []
        var atOnce = 0
        var mostAtOnce = 0
    }

    package let name = "webhook"
    private let step: @Sendable (OutgoingMessage) -> Step
    private let state = Mutex(State())

    package init(_ step: @escaping @Sendable (OutgoingMessage) -> Step) { self.step = step }

    /// Takes one step after the other, and the last one from then on.
    package convenience init(_ steps: Step...) {
        let left = Mutex(steps[...])
        self.init { _ in left.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .outcome(.delivered(status: 200)) } }
    }

    package var messages: [OutgoingMessage] { state.withLock { $0.messages } }
    package var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    package func deliver(_ message: OutgoingMessage) async -> DeliveryOutcome {
        state.withLock { state in
            state.messages.append(message)
            state.atOnce += 1
            state.mostAtOnce = max(state.mostAtOnce, state.atOnce)
        }
        defer { state.withLock { $0.atOnce -= 1 } }
        switch step(message) {
        case .outcome(let outcome): return outcome
        case .held(let gate, let outcome):
            do { try await gate.pass() } catch { return .unknown(reason: "It was cut short.") }
            return outcome
        }
    }
}

package import Domain
import Synchronization

/// A writer that does as the test says, and remembers what it was asked.
package final class ScriptedWriter: MessageWriter {
    package enum Step: Sendable {
        case text(String)
        case failure(LLMError)
        /// Writes once the gate is open.
        case held(Gate, String)
    }

    private struct State {
        var assignments: [Assignment] = []
        var atWork: [Person] = []
        var mostAtOnce = 0
        var mostForOnePerson = 0
    }

    package let name: WriterName
    package let drawsOnOlderMessages = true
    /// What the assistant asks; nil as for a writer that is offline.
    private let model: (any LLMProvider)?
    private let step: @Sendable (Assignment) -> Step
    private let state = Mutex(State())

    package init(name: String = "scripted:1", model: (any LLMProvider)? = nil, _ step: @escaping @Sendable (Assignment) -> Step) {
        self.name = WriterName(name)
        self.model = model
        self.step = step
    }

    /// Takes one step after the other, and the last one from then on.
    package convenience init(_ steps: Step...) {
        let left = Mutex(steps[...])
        self.init { _ in left.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .text("Good morning.") } }
    }

    /// Writes with a model that the assistant asks too.
    package convenience init(model: any LLMProvider) {
        self.init(model: model) { _ in .text("Good morning.") }
    }

    package func model(in workspace: WorkspaceID) async throws(LLMError) -> ChosenModel? {
        model.map { ChosenModel(name: name, provider: $0) }
    }

    package var assignments: [Assignment] { state.withLock { $0.assignments } }
    /// How many messages were being written at the busiest moment.
    package var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }
    /// The same for one person.
    package var mostForOnePerson: Int { state.withLock { $0.mostForOnePerson } }

    package func write(_ assignment: Assignment) async throws(LLMError) -> WrittenMessage {
        begin(assignment)
        defer { end(assignment) }
        switch step(assignment) {
        case .text(let text): return message(text)
        case .failure(let error): throw error
        case .held(let gate, let text):
            do { try await gate.pass() } catch { throw .cancelled }
            return message(text)
        }
    }

    private func message(_ text: String) -> WrittenMessage { WrittenMessage(text: text, writer: name, tokensIn: 11, tokensOut: 7) }

    private func begin(_ assignment: Assignment) {
        state.withLock { state in
            state.assignments.append(assignment)
            state.atWork.append(assignment.person)
            state.mostAtOnce = max(state.mostAtOnce, state.atWork.count)
            state.mostForOnePerson = max(state.mostForOnePerson, state.atWork.count { $0 == assignment.person })
        }
    }

    private func end(_ assignment: Assignment) {
        state.withLock { state in
            if let place = state.atWork.firstIndex(of: assignment.person) { state.atWork.remove(at: place) }
        }
    }
}

extension Assignment {
    /// What is known of the person it is written to; stops the test where it is written to a contact.
    package var context: PersonContext {
        guard case .person(let context) = recipient else { preconditionFailure("The assignment is for a contact.") }
        return context
    }

    /// What is known of the contact it is written to; nil where it is written to a person.
    package var contact: ContactContext? {
        guard case .contact(let context) = recipient else { return nil }
        return context
    }
}

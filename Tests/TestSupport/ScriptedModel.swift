package import Domain
import Synchronization

/// A model that says and calls what the test wants, and remembers what it was asked.
package final class ScriptedModel: LLMProvider {
    package enum Step: Sendable {
        case says(String)
        /// Tools by name, with their arguments.
        case calls([(String, [String: JSONValue])])
        case failure(LLMError)
        /// Says it once the gate is open.
        case held(Gate, String)

        package static func call(_ name: String, _ arguments: [String: JSONValue] = [:]) -> Step { .calls([(name, arguments)]) }
    }

    package let model = "scripted"
    private let step: @Sendable (CompletionRequest) -> Step
    private let received = Mutex<[CompletionRequest]>([])

    package init(_ step: @escaping @Sendable (CompletionRequest) -> Step) { self.step = step }

    /// Takes one step after the other, and the last one from then on.
    package convenience init(_ steps: Step...) {
        let left = Mutex(steps[...])
        self.init { _ in left.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .says("Good morning.") } }
    }

    package var requests: [CompletionRequest] { received.withLock { $0 } }
    /// What it was told of the tools' results, in order.
    package var results: [String] { requests.last?.messages.filter { $0.role == .tool }.map(\.content) ?? [] }

    package func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        received.withLock { $0.append(request) }
        switch step(request) {
        case .says(let text): return completion(text)
        case .calls(let calls):
            let made = calls.enumerated().map { ToolCall(id: "call_\(request.messages.count)_\($0)", name: $1.0, arguments: $1.1) }
            return completion("", made)
        case .failure(let error): throw error
        case .held(let gate, let text):
            do { try await gate.pass() } catch { throw .cancelled }
            return completion(text)
        }
    }

    private func completion(_ text: String, _ calls: [ToolCall] = []) -> Completion {
        Completion(text: text, toolCalls: calls, tokensIn: 11, tokensOut: 7, model: model)
    }
}

import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The steps of an agent` {
    @Test(arguments: [
        (steps(step("soon", "Second")), "steps[1].after", "steps[1].after cannot be read"),
        (steps(step("3 days", "Hello {{nmae}}")), "steps[1].prompt", "steps[1].prompt is wrong at line 1, character 7: unknown variable nmae"),
        (steps(step("3 days", "Second"), step("3 days", "Third", onReply: 1)), "steps[2].on_reply", "must name a later step, and there is none"),
        (steps(step("3 days", "Second", onReply: 1), step("3 days", "Third")), "steps[1].on_reply", "must be the number of a later step, 2 to 2"),
        (steps(step("3 days", "Second", onReply: 2), step("3 days", "Third")), "steps[1].on_reply", "let its when be replied or always"),
        (steps(step("3 days", "Second", when: "always", onReply: 2), step("1 day", "Third", when: "always")), "steps[1].on_reply", "leave it out"),
        (steps(step("3 days", "Second", when: "replied")), "steps[1].when", "let on_reply of an earlier step be 1"),
    ])
    func `that cannot be are refused with their place and what would be right`(steps: String, field: String, words: String) async throws {
        try await EngineFixture.with { engine in
            let error = await #expect(throws: ValidationError.self) { try await engine.editor.create(in: .first, SequenceFixture.values(steps)) }
            #expect(error?.issues.map(\.field) == [field])
            #expect(error?.issues.first?.message.contains(words) == true, "\(error?.issues.first?.message ?? "")")
        }
    }

    @Test func `are for agents that write to contacts`() async throws {
        try await EngineFixture.with { engine in
            let values: Table.Values = ["steps": .text(steps(step("3 days", "Second")))]
            let error = await #expect(throws: ValidationError.self) {
                try await engine.editor.change(.key(.reminder), in: .first, version: nil, to: values)
            }
            #expect(error?.issues.first?.message == "steps are messages to contacts: let recipients be contact or both, or leave the steps out.")
        }
    }

    @Test func `are kept with each version of the agent`() async throws {
        try await EngineFixture.with { engine in
            let text = steps(step("3 days", "Second"))
            let agent = try await engine.editor.create(in: .first, SequenceFixture.values(text))
            #expect(agent.sequence == MessageSequence([SequenceStep(after: WaitTime(3, .day), prompt: "Second")]))
            let versions = try await engine.store.read(AgentVersions.list(.first, agent: agent.id, limit: 1))
            #expect(versions.first?.text(1).contains("\"steps\":\(text)") == true)
        }
    }
}

import Domain
import TestSupport
import Testing

@testable import Connectors

@Suite struct `The thought before an answer` {
    @Test(arguments: [
        ("<think>internal: stage lead</think>Dear Sam", "Dear Sam"), ("\n<think>\nHm.\n</think>\n\nDear Sam", "Dear Sam"), ("<think>no end", ""),
        ("<think></think>{\"a\":1}", "{\"a\":1}"), ("Say <think>x</think> twice", "Say <think>x</think> twice"), ("<thi", "<thi"),
        ("<thinker> is a word", "<thinker> is a word"), ("  Dear Sam", "  Dear Sam"), ("", ""),
        ("The stage is lead.\n</think>\n\nDear Sam", "Dear Sam"), ("</think>Dear Sam", "Dear Sam"), ("Hm.</think>", ""),
        ("Hm.</think>Say </think> once", "Say </think> once"), ("<think>a</think>Say </think> once", "Say </think> once"),
        ("Say <think> and </think>", "Say <think> and </think>"), ("a </thinker> b", "a </thinker> b"),
    ]) func `is taken out, whole and in pieces of any size`(text: String, answer: String) {
        #expect(LeadingThought.removed(from: text) == answer)
        for size in 1...9 {
            var thought = LeadingThought()
            var rest = Substring(text)
            var heard = ""
            while !rest.isEmpty {
                let words = thought.passing(String(rest.prefix(size)))
                heard = thought.takesBack ? words : heard + words
                rest = rest.dropFirst(size)
            }
            #expect(heard + thought.rest() == answer, "in pieces of \(size)")
        }
    }

    @Test(arguments: Spoken.all) func `is taken back where only its end is told`(spoken: Spoken) async throws {
        let pieces = ["The stage ", "is lead.</th", "ink>\n\n", "Dear ", "Sam"]
        let streamed = try await asking(spoken, [.stream(spoken.dialect.stream(pieces))]) { harness, _ in try await harness.stream() }
        #expect(streamed.words.joined() == "Dear Sam" && streamed.completion?.text == "Dear Sam")
    }

    @Test(arguments: Spoken.all) func `is neither streamed nor in the answer`(spoken: Spoken) async throws {
        let words = ["<thi", "nk>The stage ", "is lead.</th", "ink>\n\n", "Dear ", "Sam"]
        let streamed = try await asking(spoken, [.stream(spoken.dialect.stream(words))]) { harness, _ in try await harness.stream() }
        #expect(streamed.words.joined() == "Dear Sam" && streamed.completion?.text == "Dear Sam")
    }
}

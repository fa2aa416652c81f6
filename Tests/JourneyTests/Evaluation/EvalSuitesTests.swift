import Domain
import Foundation
import Testing

@testable import Journey

/// Each case of the project holds a message that has all that it expects, and one that misses what it says.
@Suite struct `The suites of the project` {
    @Test func `are nine, of at least eight cases each`() throws {
        let suites = try EvalSuite.read(EvalFixture.folder)
        let names = ["closure", "follow_up", "grounding", "injection", "nurture", "reminder", "repetition", "tone", "upsell"]
        #expect(suites.map(\.name) == names && suites.allSatisfy { $0.cases.count >= 8 })
    }

    @Test func `pass with the messages that they call good`() async throws {
        for (place, result) in try await Examples("good").results() {
            let faults = result.properties.filter { result.passes($0.name) == false }.map { "\($0.name): \(result.why($0.name))" }
            #expect(faults == [] && result.passes("written") == true, "\(place)")
        }
    }

    @Test func `fail with the messages that they call bad, by what these miss and nothing else`() async throws {
        let examples = try Examples("bad")
        for (place, result) in try await examples.results() {
            let missed = Set(result.properties.map(\.name).filter { result.passes($0) == false })
            #expect(missed == examples.misses[place] && !missed.isEmpty && !result.passes, "\(place): \(missed.sorted())")
        }
    }

    @Test func `of the five agents pass with what is written offline, thirty times each`() async throws {
        let agents: Set = ["closure", "follow_up", "nurture", "reminder", "upsell"]
        let suites = try EvalSuite.read(EvalFixture.folder).filter { agents.contains($0.name) }
        let report = try await Evaluation(writer: OfflineComposer(), judge: nil, repeats: 30, jobs: 2).report(on: suites)
        let failed = report.suites.flatMap { suite in suite.cases.filter { !$0.passes }.map { "\(suite.name)/\($0.name)" } }
        #expect(failed == [] && report.isGood)
    }
}

/// The cases with one of their own messages each. A model finds it by whom it writes to, which no other case has.
private struct Examples {
    var suites: [EvalSuite]
    var answers: [String: String] = [:]
    /// By `suite/case`.
    var misses: [String: Set<String>] = [:]

    init(_ kind: String) throws {
        suites = try EvalSuite.read(EvalFixture.folder)
        for suite in suites {
            for one in suite.cases {
                let file = try Data(contentsOf: URL(filePath: "\(EvalFixture.folder)/\(suite.name)/\(one.name).json"))
                let members = try JSONDecoder().decode([String: JSONValue].self, from: file)
                let message = try #require(members[kind]?.members)
                let body = try #require(message["body"]?.text)
                let facts = message["facts"]?.items.compactMap(\.text) ?? []
                let isToContact = one.recipient == .contact
                let reader = try #require(isToContact ? members["contacts"]?.items.first?.members?["name"]?.text : members["salesperson"]?.text)
                try #require(answers[reader] == nil)
                answers[reader] = isToContact ? ModelWords.answer(body, subject: message["subject"]?.text ?? "", facts: facts) : body
                misses["\(suite.name)/\(one.name)"] = Set(message["misses"]?.items.compactMap(\.text) ?? [])
            }
        }
    }

    func results() async throws -> [(place: String, EvalReport.Case)] {
        let writer = LLMWriter(ChosenModel(name: WriterName("scripted:1"), provider: Reciting(answers: answers)))
        let report = try await Evaluation(writer: writer, judge: nil, repeats: 1, jobs: 2).report(on: suites)
        return report.suites.flatMap { suite in suite.cases.map { ("\(suite.name)/\($0.name)", $0) } }
    }
}

private struct Reciting: LLMProvider {
    let answers: [String: String]
    let model = "1"

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        let prompt = request.messages[0].content
        let reader = prompt.split(separator: "\n").compactMap { line in
            ["contact: ", "person: "].first(where: line.hasPrefix).map { String(line.dropFirst($0.count)) }
        }.first
        guard let reader, let answer = answers[reader] else { throw .unusable(reason: "Nobody has that name.") }
        return Completion(text: answer, model: model)
    }
}

extension EvalReport.Case {
    fileprivate func why(_ property: String) -> String { tries.compactMap { $0.verdicts[property]?.why }.joined(separator: " ") }
}

extension JSONValue {
    fileprivate var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
    fileprivate var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
}

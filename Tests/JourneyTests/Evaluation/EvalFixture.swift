import Domain
import Foundation

@testable import Journey

/// Cases for tests, and models that answer what a test says.
enum EvalFixture {
    /// The suites of the project.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Evals").standardized
        .path(percentEncoded: false)

    /// - Parameters:
    ///   - expect: as a case's file has it.
    ///   - more: further members.
    static func evalCase(expect: String, more: String = "", name: String = "a_case") throws -> EvalCase {
        let text = #"""
            {"about":"A test.","agent":"FOLLOW_UP","profile":{"business_type":"Software"},\#
            "contacts":[{"name":"Robin Vale"},{"name":"Kim Noor","email":"kim@example.com"}],\#
            "deals":[{"contact_id":1,"customer":"Robin Vale","product":"Booking Engine"}],"expect":\#(expect)\#(more)}
            """#
        return try EvalCase(name: name, file: Data(text.utf8))
    }

    static func report(_ cases: [EvalCase], _ writer: any MessageWriter, judge: (any LLMProvider)? = nil, repeats: Int = 1) async throws
        -> EvalReport
    {
        let judge = judge.map { EvalJudge(ChosenModel(name: WriterName("scripted:judge"), provider: $0)) }
        return try await Evaluation(writer: writer, judge: judge, repeats: repeats, jobs: 2).report(on: [EvalSuite(name: "tests", cases: cases)])
    }

    /// What became of a message with this body.
    static func verdicts(_ body: String, subject: String = "A word", expect: String, more: String = "") async throws -> [String: EvalVerdict] {
        let writer = saying(ModelWords.answer(body, subject: subject))
        return try await report([evalCase(expect: expect, more: more)], writer).suites[0].cases[0].tries[0].verdicts
    }

    static func saying(_ answers: String...) -> LLMWriter { LLMWriter(ChosenModel(name: WriterName("scripted:1"), provider: ModelWords(answers))) }
}

/// A model that gives these answers, the last one again and again.
final class ModelWords: LLMProvider, @unchecked Sendable {
    let model = "1"
    private let lock = NSLock()
    private var answers: [String]
    private var asked: [CompletionRequest] = []

    init(_ answers: [String]) { self.answers = answers }

    var requests: [CompletionRequest] { lock.withLock { asked } }

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        let text = lock.withLock {
            asked.append(request)
            return answers.count > 1 ? answers.removeFirst() : answers[0]
        }
        return Completion(text: text, tokensIn: 11, tokensOut: 7, model: model)
    }

    static func answer(_ body: String, subject: String = "A word", facts: [String] = []) -> String {
        var json = JSONWriter()
        json.value(["channel": .string("webhook"), "facts": .array(facts.map(JSONValue.string)), "subject": .string(subject), "body": .string(body)])
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

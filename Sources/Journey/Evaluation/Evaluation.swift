package import Domain

/// Has the messages of suites written, and scores them.
package struct Evaluation: Sendable {
    private let writer: any MessageWriter
    private let judge: EvalJudge?
    private let repeats: Int
    private let jobs: Int

    /// - Parameters:
    ///   - repeats: how many messages are written for each case.
    ///   - jobs: how many cases are worked on at once.
    package init(writer: any MessageWriter, judge: EvalJudge?, repeats: Int, jobs: Int) {
        self.writer = writer
        self.judge = judge
        self.repeats = repeats
        self.jobs = jobs
    }

    private struct Place: Hashable {
        var suite: Int
        var number: Int
    }

    /// - Parameter progress: told after each case.
    /// - Throws: `LLMError.misconfigured`, `overBudget` or `cancelled`, with which nothing can be written; `ValidationError` naming a
    ///   case whose rows do not fit together; `StoreError`.
    package func report(on suites: [EvalSuite], progress: @escaping @Sendable (EvalReport.Case) -> Void = { _ in }) async throws -> EvalReport {
        let cases = suites.enumerated().flatMap { suite, value in value.cases.indices.map { Place(suite: suite, number: $0) } }
        let results = try await EvalDatabase.with { database in
            try await withThrowingTaskGroup(of: (Place, EvalReport.Case).self) { group in
                var waiting = cases[...]
                var results: [Place: EvalReport.Case] = [:]
                func begin() {
                    guard let place = waiting.popFirst() else { return }
                    group.addTask { (place, try await result(of: suites[place.suite].cases[place.number], database)) }
                }
                for _ in 0..<jobs { begin() }
                while let (place, result) = try await group.next() {
                    results[place] = result
                    progress(result)
                    begin()
                }
                return results
            }
        }
        let judged = suites.enumerated().map { suite, value in
            EvalReport.Suite(name: value.name, cases: value.cases.indices.compactMap { results[Place(suite: suite, number: $0)] })
        }
        return EvalReport(format: EvalReport.currentFormat, writer: writer.name.description, judge: judge?.name.description, suites: judged)
    }

    private func result(of evalCase: EvalCase, _ database: EvalDatabase) async throws -> EvalReport.Case {
        let tries = try await database.fresh { store in
            let bench = EvalBench(evalCase: evalCase, store: store)
            do { try await bench.prepare() } catch let error as ValidationError {
                throw ValidationError(field: evalCase.name, "cannot be set up: \(error.issues.map(\.message).joined(separator: " "))")
            }
            var tries: [EvalReport.Try] = []
            for round in 0..<repeats { tries.append(try await attempt(bench, seed: Self.seed(evalCase.name, round))) }
            return tries
        }
        let properties = evalCase.properties.map { EvalReport.Property(name: $0, required: evalCase.isRequired($0)) }
        return EvalReport.Case(name: evalCase.name, fingerprint: evalCase.fingerprint, properties: properties, tries: tries)
    }

    /// The same in every run, so that the offline composer's results are too.
    private static func seed(_ name: String, _ round: Int) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 } &+ UInt64(round)
    }

    private func attempt(_ bench: EvalBench, seed: UInt64) async throws -> EvalReport.Try {
        let subject: EvalSubject
        do { subject = try await bench.subject(writer, seed: seed) } catch let error as LLMError {
            switch error {
            case .misconfigured, .overBudget, .cancelled: throw error
            case .unavailable, .timedOut, .unusable, .wordless: return unwritten(bench.evalCase, because: error.reason)
            }
        }
        let message = subject.message
        var result = EvalReport.Try(
            verdicts: [EvalProperty.written: .passed], subject: message.subject, text: message.text, facts: message.facts,
            writer: message.writer.description, tokens: EvalTokens(input: message.tokensIn ?? 0, output: message.tokensOut ?? 0))
        for rule in bench.evalCase.rules { result.verdicts[rule.name] = rule.verdict(on: subject) }
        guard let rubric = bench.evalCase.rubric else { return result }
        guard let judge else {
            result.verdicts[EvalProperty.judge] = .unscored("No judge was named (--judge).")
            return result
        }
        let opinion = try await judge.opinion(on: subject, by: rubric)
        result.verdicts[EvalProperty.judge] = opinion.verdict
        (result.grade, result.judged) = (opinion.grade, opinion.tokens)
        return result
    }

    /// A message that is not there has none of the properties.
    private func unwritten(_ evalCase: EvalCase, because reason: String) -> EvalReport.Try {
        let verdicts = evalCase.properties.map { ($0, EvalVerdict.failed($0 == EvalProperty.written ? reason : "There is no message.")) }
        return EvalReport.Try(
            verdicts: Dictionary(verdicts) { first, _ in first }, facts: [], writer: writer.name.description, tokens: .none)
    }
}

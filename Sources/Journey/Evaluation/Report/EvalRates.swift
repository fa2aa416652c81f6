/// How many cases pass, with what that says of the writer: the interval in which the rate lies.
package struct EvalRate: Codable, Sendable {
    /// A suite's or a property's.
    package var name: String
    package var passed: Int
    package var cases: Int
    package var interval: RateInterval

    init(_ name: String, _ results: [Bool]) {
        self.name = name
        passed = results.count { $0 }
        cases = results.count
        interval = RateInterval(passed, of: cases)
    }
}

extension EvalReport {
    /// A suite's cases, whole.
    package func rate(of suite: Suite) -> EvalRate { EvalRate(suite.name, suite.cases.map(passes)) }

    /// Whether a case has what is required of it; where a judge was asked it has judged what it had to.
    package func passes(_ one: Case) -> Bool { one.passes && !isNotJudged(one) }

    /// Whether a judge was asked, and gave no grade where one is required.
    package func isNotJudged(_ one: Case) -> Bool { judge != nil && one.lacksJudgement }

    package var notJudged: Int { suites.flatMap(\.cases).count(where: isNotJudged) }

    /// Over all suites, of those cases that could be scored.
    package var propertyRates: [EvalRate] {
        propertyNames.map { name in EvalRate(name, suites.flatMap(\.cases).compactMap { $0.passes(name) }) }
    }

    /// In the order of reports.
    package var propertyNames: [String] {
        let used = Set(suites.flatMap(\.cases).flatMap { $0.properties.map(\.name) })
        return ([EvalProperty.written] + EvalRuleCatalog.all.map { $0.name } + [EvalProperty.judge]).filter(used.contains)
    }

    /// Whether every case passes.
    package var isGood: Bool { suites.flatMap(\.cases).allSatisfy(passes) }
}

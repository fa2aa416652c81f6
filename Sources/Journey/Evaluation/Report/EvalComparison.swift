/// A run beside an earlier one over the same cases, in pairs.
package struct EvalComparison: Codable, Sendable {
    package enum Verdict: String, Codable, Sendable {
        case better, worse
        case same = "no difference shown"
    }

    package enum Kind: String, Codable, Sendable {
        case all, suite
        /// Over all suites.
        case property
    }

    package struct Line: Codable, Sendable {
        package var kind: Kind
        package var name: String
        package var pairs: Int
        package var before: Int
        package var now: Int
        package var difference: PairedDifference
        package var verdict: Verdict
    }

    package var lines: [Line]
    /// Cases that are in one of both only, or whose file has changed, as `suite/case`.
    package var leftOut: [String]

    package var isWorse: Bool { lines.contains { $0.verdict == .worse } }

    package init(of report: EvalReport, with baseline: EvalReport) {
        let (now, before) = (Self.cases(report), Self.cases(baseline))
        let pairs = now.compactMap { place, pair in before[place].flatMap { $0.1.fingerprint == pair.1.fingerprint ? (pair, $0.1) : nil } }
            .sorted { ($0.0.0, $0.0.1.name) < ($1.0.0, $1.0.1.name) }
        leftOut = Set(now.keys).union(before.keys).subtracting(pairs.map { "\($0.0.0)/\($0.0.1.name)" }).sorted()
        lines = [Line(.all, "all cases", pairs.map { ($0.1.passes, $0.0.1.passes) })]
        for suite in report.suites.map(\.name) {
            lines.append(Line(.suite, suite, pairs.filter { $0.0.0 == suite }.map { ($0.1.passes, $0.0.1.passes) }))
        }
        for property in report.propertyNames {
            lines.append(
                Line(
                    .property, property,
                    pairs.compactMap { pair, before in
                        guard let was = before.passes(property), let now = pair.1.passes(property) else { return nil }
                        return (was, now)
                    }))
        }
        lines = lines.filter { $0.pairs > 0 }
    }

    private static func cases(_ report: EvalReport) -> [String: (String, EvalReport.Case)] {
        let all = report.suites.flatMap { suite in suite.cases.map { ("\(suite.name)/\($0.name)", (suite.name, $0)) } }
        return Dictionary(all) { first, _ in first }
    }
}

extension EvalComparison.Line {
    init(_ kind: EvalComparison.Kind, _ name: String, _ pairs: [(before: Bool, now: Bool)]) {
        self.kind = kind
        self.name = name
        self.pairs = pairs.count
        before = pairs.count(where: \.before)
        now = pairs.count(where: \.now)
        difference = PairedDifference(
            both: pairs.count { $0.before && $0.now }, onlyNow: pairs.count { !$0.before && $0.now },
            onlyBefore: pairs.count { $0.before && !$0.now }, neither: pairs.count { !$0.before && !$0.now })
        verdict = difference.lower > 0 ? .better : difference.upper < 0 ? .worse : .same
    }
}

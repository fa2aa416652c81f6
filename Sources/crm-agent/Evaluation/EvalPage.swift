import Domain
import Foundation
import Journey

/// A run as a person reads it in a terminal.
struct EvalPage {
    private let report: EvalReport
    private let comparison: EvalComparison?
    private let cost: EvalCost

    init(_ report: EvalReport, _ comparison: EvalComparison?, _ cost: EvalCost) {
        self.report = report
        self.comparison = comparison
        self.cost = cost
    }

    var text: String {
        let judging = report.judge.map { ", judged by \($0)" } ?? ""
        let parts = ["Written by \(report.writer)\(judging)."] + report.suites.map(suite) + [overall, beside, cost.sentence]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func suite(_ suite: EvalReport.Suite) -> String {
        let used = Set(suite.cases.flatMap { $0.properties.map(\.name) })
        let properties = report.propertyNames.filter(used.contains)
        let rows = suite.cases.map { one in
            [one.name] + properties.map { mark(one, $0) } + [report.isNotJudged(one) && one.passes ? "not judged" : one.passes ? "pass" : "FAIL"]
        }
        let table = TextTable([[suite.name] + properties + ["case"]] + rows).text
        let faults = suite.cases.flatMap(faults)
        return ([table] + faults + [sentence(report.rate(of: suite), "cases")]).joined(separator: "\n")
    }

    /// A property that is told only stands in brackets.
    private func mark(_ one: EvalReport.Case, _ name: String) -> String {
        guard let property = one.properties.first(where: { $0.name == name }) else { return "" }
        let word = one.passes(name).map { $0 ? "yes" : "NO" } ?? "-"
        return property.required ? word : "(\(word))"
    }

    /// Why, once for each property, each followed by the message that shows it unless the next one is shown by the same.
    private func faults(_ one: EvalReport.Case) -> [String] {
        let faults = one.properties.compactMap { fault(one, $0) }
        let texts = faults.indices.map { place in
            let isLast = place + 1 == faults.count || faults[place + 1].attempt != faults[place].attempt
            return isLast ? quoted(one.tries[faults[place].attempt]) : ""
        }
        return zip(faults, texts).map { $0.line + $1 }
    }

    /// A property that is missing, and the first message that misses it.
    private func fault(_ one: EvalReport.Case, _ property: EvalReport.Property) -> (line: String, attempt: Int)? {
        let missing = one.tries.indices.filter { one.tries[$0].verdicts[property.name]?.outcome != .passed }
        guard one.passes(property.name) != true, let attempt = missing.first, let verdict = one.tries[attempt].verdicts[property.name] else {
            return nil
        }
        // What was not to be judged needs no word.
        guard verdict.outcome == .failed || report.judge != nil && property.name == EvalProperty.judge else { return nil }
        let count = one.tries.count > 1 ? " (\(missing.count) of \(one.tries.count))" : ""
        return ("  \(one.name), \(property.name)\(count): \(verdict.why ?? "")", attempt)
    }

    private func quoted(_ attempt: EvalReport.Try) -> String {
        guard let text = attempt.text else { return "" }
        let subject = attempt.subject.map { ["Subject: \($0)"] } ?? []
        let lines = subject + text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.map { "\n    | \($0)" }.joined()
    }

    private var overall: String {
        let rows = report.propertyRates.filter { $0.cases > 0 }.map { ["\($0.passed) of \($0.cases)", $0.name, interval($0.interval)] }
        let table = TextTable([["passed", "property", "rate and 95% interval"]] + rows).text
        return table + (report.notJudged > 0 ? "\n\(report.notJudged) of the cases were not judged, which is no pass." : "")
    }

    private var beside: String {
        guard let comparison else { return "" }
        let rows = comparison.lines.map { line in
            let points = [line.difference.difference, line.difference.lower, line.difference.upper].map(Self.points)
            return [
                line.name, line.kind == .all ? "" : line.kind.rawValue, "\(line.before)", "\(line.now)", "\(line.pairs)",
                "\(points[0]) (\(points[1]) to \(points[2]))", line.verdict.rawValue,
            ]
        }
        let table = TextTable([["beside the baseline", "", "before", "now", "of", "difference and 95% interval", ""]] + rows).text
        let leftOut = comparison.leftOut
        return table
            + (leftOut.isEmpty ? "" : "\nNot compared, as only one run has them or their files differ: \(leftOut.joined(separator: ", ")).")
    }

    private func sentence(_ rate: EvalRate, _ noun: String) -> String {
        "\(rate.passed) of \(rate.cases) \(noun) pass: \(interval(rate.interval))"
    }

    private func interval(_ interval: RateInterval) -> String {
        "\(Self.percent(interval.rate)) (\(Self.percent(interval.lower)) to \(Self.percent(interval.upper)))"
    }

    private static func percent(_ rate: Double) -> String { "\(Int((rate * 100).rounded())) %" }

    /// In percentage points.
    private static func points(_ difference: Double) -> String {
        let points = Int((difference * 100).rounded())
        return points > 0 ? "+\(points)" : "\(points)"
    }
}

/// Columns that stand under each other.
struct TextTable {
    private let rows: [[String]]

    init(_ rows: [[String]]) { self.rows = rows }

    var text: String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}

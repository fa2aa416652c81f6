import ArgumentParser
import Domain
import Foundation
import Journey

struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Have the messages of cases written, score them, and compare them with an earlier run.",
        discussion: """
            For example: crm-agent eval grounding injection --save run.json
                         crm-agent eval Evals --model anthropic:claude-haiku-4-5 --baseline run.json
            Ends with 1 where a required property is missing, or where it is worse than the earlier run. docs/eval.md says more.
            """)

    @Argument(help: "Suites below Evals, or folders: of cases, or of suites.") var suites: [String]
    @Option(help: "Who writes, as provider:model, with options where you like; else what the environment sets up.") var model: String?
    @Flag(help: "Nobody but the offline composer writes.") var offline = false
    @Option(help: "Who judges what rules cannot tell, as provider:model; nobody otherwise.") var judge: String?
    @Option(help: "An earlier run, as --save kept it.") var baseline: String?
    @Option(help: "Where to keep this run.") var save: String?
    @Option(name: .customLong("repeat"), help: "How many messages are written for each case (1 to 100); it has what all of them have.") var repeats =
        1
    @Option(help: "How many cases are worked on at once (1 to 64).") var jobs = 4
    @Flag(help: "Print JSON.") var json = false
    @Option(help: "A data folder whose accounts and models are used; without it the environment's.") var data: String?
    @Option(help: "Which workspace's they are, by the number that `crm-agent workspace list` shows (1 by default).") var workspace: Int64?

    func validate() throws {
        if suites.isEmpty { throw ArgumentParser.ValidationError("Name a suite below Evals, such as grounding, or a folder.") }
        if offline, model != nil { throw ArgumentParser.ValidationError("--offline and --model exclude each other.") }
        if workspace != nil, data == nil { throw ArgumentParser.ValidationError("--workspace needs --data, whose workspace it names.") }
        guard (1...100).contains(repeats) else { throw ArgumentParser.ValidationError("--repeat must be 1 to 100.") }
        guard (1...64).contains(jobs) else { throw ArgumentParser.ValidationError("--jobs must be 1 to 64.") }
    }

    func run() async throws {
        let isGood = try await report {
            let suites = try suites.flatMap { try EvalSuite.read(Self.folder($0)) }
            if let twice = Dictionary(grouping: suites, by: \.name).first(where: { $0.value.count > 1 })?.key {
                throw Refused(sentence: "The suite \(twice) is named twice, which would count its cases twice: name each once.")
            }
            let earlier = try baseline.map(EvalFile.read)
            let models = try await EvalModels(
                model: model, judge: judge, isOffline: offline, data: data, workspace: workspace.map(WorkspaceID.init) ?? .first)
            let report = try await models.closing { models in
                let evaluation = Evaluation(writer: models.writer, judge: models.judge.map(EvalJudge.init), repeats: repeats, jobs: jobs)
                return try await evaluation.report(on: suites)
            }
            if let save { try EvalFile.write(report, to: save) }
            let comparison = earlier.map { EvalComparison(of: report, with: $0) }
            try show(report, comparison, models.prices)
            return report.isGood && comparison?.isWorse != true
        }
        if !isGood { throw ExitCode(1) }
    }

    private func show(_ report: EvalReport, _ comparison: EvalComparison?, _ prices: PriceList) throws {
        let cost = EvalCost(report, prices)
        if json {
            try sayJSON(
                Printed(
                    report: report, suites: report.suites.map(report.rate), properties: report.propertyRates, comparison: comparison, cost: cost,
                    good: report.isGood))
        } else {
            say(EvalPage(report, comparison, cost).text)
        }
    }

    private struct Printed: Encodable {
        var report: EvalReport
        var suites: [EvalRate]
        var properties: [EvalRate]
        var comparison: EvalComparison?
        var cost: EvalCost
        var good: Bool
    }

    /// A suite of the project by its name, any other folder by its path.
    private static func folder(_ name: String) -> String {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) && isFolder.boolValue ? name : "Evals/\(name)"
    }
}

import Domain
import Storage

struct ShowProgress: ReadingTool {
    let name = "show_progress"
    let permission = Permission.read
    let purpose = "Shows how many leads, meetings, won deals and done tasks there are, and how far each target is."
    let arguments: [Field] = []

    func read(_ arguments: Table.Values, _ bench: ToolBench) async throws -> ToolFindings {
        let answers = try await bench.store.read([ProgressCounts.of(bench.person), ProgressCounts.targets(bench.person)])
        let counts = answers[0].first.map(ProgressCounts.progress) ?? Progress()
        let summary =
            "so far: \(counts.leadsGenerated) leads, \(counts.meetingsCompleted) meetings completed, \(counts.dealsClosed) deals won, "
            + "\(counts.tasksCompleted) tasks done"
        let targets = answers[1].map(ProgressCounts.target)
        return ToolFindings(
            "Progress",
            [summary] + targets.map { "target \($0.id): \(RecordLines.text($0.product)): \($0.achieved) of \($0.target), \($0.gap) to go" })
    }
}

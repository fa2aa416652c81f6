import Domain
import Journey
import Storage

/// Shows how far a batch is until it has ended.
struct BatchWatch: Sendable {
    let batches: BatchRequest
    let workspace: WorkspaceID
    let id: Int64
    let clock: WallClock
    /// Whether no server ends batches.
    let settles: Bool
    private static let shortestPause = Duration.milliseconds(300)
    /// A batch that takes long to count is looked at less often.
    private static let pausePerLook = 10

    func untilEnd() async throws -> BatchProgress {
        let bar = ProgressBar(title: "Batch \(id)")
        defer { bar.clear() }
        while true {
            let start = ContinuousClock.now
            if settles { try await batches.settle() }
            let progress = try await batches.progress(of: id, in: workspace)
            let pause = max(Self.shortestPause, start.duration(to: .now) * Self.pausePerLook)
            guard !progress.hasEnded else { return progress }
            let fraction = progress.total == 0 ? 0 : Double(progress.total - progress.left) / Double(progress.total)
            bar.show(fraction, words(progress))
            try await clock.sleep(pause)
        }
    }

    private func words(_ progress: BatchProgress) -> String {
        if progress.state == "paused" { return "paused, \(progress.words)" }
        let hasBegun = progress.running > 0 || progress.left < progress.total || progress.rate != nil
        return hasBegun ? progress.words : "\(progress.words), waiting for a server"
    }
}

import Domain
import Logging
import Storage
import Synchronization

/// Tells the log of work that is tried again and again: when it begins to fail, when the reason is another, and when it works
/// again. Not each time: while a database is away that would fill the log.
final class RepeatedTrouble: Sendable {
    private struct Told {
        var reason: String
        var at: Timestamp
    }

    private let work: String
    private let logger: Logger
    private let told = Mutex<Told?>(nil)
    /// How long one line stands for those that were left out.
    private static let silence = Duration.seconds(600)

    /// - Parameter work: what is tried, such as `scheduling`.
    init(_ work: String, _ logger: Logger) {
        self.work = work
        self.logger = logger
    }

    func met(_ error: any Error, at now: Timestamp) {
        let reason = (error as? StoreError)?.sentence ?? "\(error)"
        let isNew = told.withLock { told in
            if let told, told.reason == reason, now < told.at.adding(Self.silence) { return false }
            told = Told(reason: reason, at: now)
            return true
        }
        if isNew { logger.error("\(work) failed; it is tried again", metadata: ["reason": "\(reason)"]) }
    }

    func isOver() {
        guard told.withLock({ $0.take() }) != nil else { return }
        logger.notice("\(work) works again")
    }
}

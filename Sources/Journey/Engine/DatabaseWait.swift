import Domain
import Storage

/// Waits for a database that is away, where what is to be stored must not be lost.
struct DatabaseWait {
    let clock: WallClock
    private static let pauses: [Duration] = [.milliseconds(50), .milliseconds(200), .milliseconds(500), .seconds(1)]

    /// - Parameter work: changes nothing when it runs again: a commit whose answer was lost is repeated.
    /// - Throws: what will not work later either; `CancellationError` where the task is cancelled while the database is away.
    func untilThere(_ work: () async throws -> Void) async throws {
        var failures = 0
        while true {
            do {
                return try await work()
            } catch let error as StoreError where error.isPassing {
                try await clock.sleep(Self.pauses[min(failures, Self.pauses.count - 1)])
                failures += 1
            }
        }
    }
}

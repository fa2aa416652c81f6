import Foundation
import ServiceLifecycle
import Storage

/// Ends a stop that something holds up, such as a database that does not answer: gives up the connections, then the process.
///
/// Has a thread of its own, since whatever holds the stop up may hold the others. As the last of the services it hears of
/// the stop first.
struct StopLimit: Service {
    private static let cancelling = Duration.seconds(3), closing = Duration.seconds(2)

    private let graceful: Duration
    private let store: any Store

    init(_ wiring: Wiring) {
        graceful = Self.graceful(wiring.settings)
        store = wiring.database.store
    }

    /// After which everything is cancelled: with two seconds to write the answers of the requests that were cancelled at
    /// their own limit.
    static func graceful(_ settings: Settings) -> Duration { settings.shutdownDelay + settings.shutdownLimit + .seconds(2) }

    func run() async throws {
        do { try await gracefulShutdown() } catch {
            // Another service has failed, and all are cancelled by now.
            return watch(for: Self.cancelling)
        }
        watch(for: graceful + Self.cancelling)
    }

    private func watch(for time: Duration) {
        Thread.detachNewThread { [store] in
            Thread.sleep(forTimeInterval: time / .seconds(1))
            (store as? PostgresStore)?.abandon()
            Thread.sleep(forTimeInterval: Self.closing / .seconds(1))
            _ = failed("The stop took too long: what was being written may have happened or not.")
            // Other threads are at work still, for whom nothing may be cleared away.
            _exit(1)
        }
    }
}

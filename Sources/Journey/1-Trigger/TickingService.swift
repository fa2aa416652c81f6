package import Domain
package import Logging
package import ServiceLifecycle

/// A service that looks for what is due, again and again: at the time that its last look has named, or when somebody wakes it.
package protocol TickingService: Service {
    var clock: WallClock { get }
    var logger: Logger { get }
    var wakeup: Wakeup { get }
    /// What it does, for the log, such as `scheduling`.
    static var work: String { get }

    /// Does what is due; returns how long there is nothing more to do.
    func tick() async throws -> Duration
}

extension TickingService {
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let wait = await tickOrLog()
                await wakeup.wait(atMost: wait, sleep: clock.sleep)
            }
        }
    }

    private func tickOrLog() async -> Duration {
        do {
            return try await tick()
        } catch is CancellationError {
            return .zero
        } catch {
            logger.error("\(Self.work) failed; it is tried again", metadata: ["error": "\(error)"])
            return .seconds(2)
        }
    }
}

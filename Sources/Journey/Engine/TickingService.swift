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
        let trouble = RepeatedTrouble(Self.work, logger)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let wait = await tick(telling: trouble)
                await wakeup.wait(atMost: wait, sleep: clock.sleep)
            }
        }
    }

    private func tick(telling trouble: RepeatedTrouble) async -> Duration {
        do {
            let wait = try await tick()
            trouble.isOver()
            return wait
        } catch is CancellationError {
            return .zero
        } catch {
            trouble.met(error, at: clock.now())
            return .seconds(2)
        }
    }
}

import Domain
import Foundation
import ServiceLifecycle

/// Gives memory back to the system while the process has nothing to do.
///
/// The code that a start or a burst of work ran stays resident after it, and what the work freed stays with the allocator
/// (`ProcessMemory.keepFreed`), which is right only while more work comes.
struct IdleMemory: Service {
    /// While there is something to give back: how often it is seen whether the work has ended.
    private static let watching = Duration.milliseconds(300)
    /// While nothing has happened since memory was given back.
    private static let resting = Duration.seconds(10)
    /// Less than this share of one core is no work.
    private static let quiet = 0.02
    /// CPU time after which there is something to give back again: a hundred requests or so.
    private static let work = Duration.milliseconds(30)

    let clock: WallClock

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var atRelease = Duration.zero
            var atLook = ProcessMemory.cpuTime()
            var wait = Self.watching
            while (try? await clock.sleep(wait)) != nil {
                let spent = ProcessMemory.cpuTime()
                let isQuiet = spent - atLook < wait * Self.quiet
                atLook = spent
                let hasWorked = spent - atRelease > Self.work
                if hasWorked, isQuiet {
                    ProcessMemory.giveBack()
                    atRelease = ProcessMemory.cpuTime()
                }
                wait = hasWorked && !isQuiet ? Self.watching : Self.resting
            }
        }
    }
}

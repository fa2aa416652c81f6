/// Wakes a service that waits for work; any number of calls while it is busy count as one.
package struct Wakeup: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func callAsFunction() { continuation.yield() }

    /// Ends when somebody wakes it, `limit` has passed, or the task is cancelled.
    func wait(atMost limit: Duration, clock: @escaping WallClockSleep) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream { break } }
            group.addTask { try? await clock(limit) }
            await group.next()
            group.cancelAll()
        }
    }

    typealias WallClockSleep = @Sendable (Duration) async throws -> Void
}

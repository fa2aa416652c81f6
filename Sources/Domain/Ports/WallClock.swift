/// Tells the time; injected everywhere, so that tests decide it.
package struct WallClock: Sendable {
    package var now: @Sendable () -> Timestamp
    /// Waits; ends early, throwing `CancellationError`, when the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }
}

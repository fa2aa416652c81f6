/// How long to wait before the next try: exponential with full jitter, so that many callers do not come back at once.
package struct Backoff: Sendable {
    /// The longest wait before the first retry; it doubles with each further one.
    package var base: Duration
    package var cap: Duration
    /// Gives a number of the range it is asked for.
    package var random: @Sendable (ClosedRange<Double>) -> Double

    package init(
        base: Duration = .milliseconds(500), cap: Duration = .seconds(8),
        random: @escaping @Sendable (ClosedRange<Double>) -> Double = { .random(in: $0) }
    ) {
        self.base = base
        self.cap = cap
        self.random = random
    }

    /// The wait before retry number `retry` (the first is 0): the jitter comes on top of what the provider asked for.
    package func wait(beforeRetry retry: Int, askedFor: Duration?) -> Duration {
        let ceiling = min(cap, base * (1 << min(retry, 20)))
        return (askedFor ?? .zero) + ceiling * random(0...1)
    }
}

import Domain

/// When a failed run is tried again.
enum RetryPlan {
    static let attempts: Int64 = 5

    /// Between half and the whole of 1, 4, 16 and 64 minutes, so that runs which failed together do not come back
    /// together; never before the provider's own wish. Nil after the last attempt.
    static func delay(afterAttempt attempt: Int64, error: LLMError) -> Duration? {
        guard attempt < attempts else { return nil }
        let longest = 60.0 * Double(1 << (2 * max(0, attempt - 1)))
        let delay = Duration.seconds(longest * Double.random(in: 0.5...1))
        if case .unavailable(_, let wish?) = error { return max(delay, wish) }
        return delay
    }
}

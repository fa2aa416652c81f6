package import Domain
import Synchronization

/// Keeps the calls to one provider within what it allows in a minute, in requests and in tokens.
///
/// Calls take turns in the order in which they came: only the first of them looks at the allowance and waits for it, so a
/// short one never overtakes a long one for ever. What was not used within a second is gone, so that no minute sees more
/// than the allowance and a sixtieth. With several instances each keeps to it by itself, and all keep to it together.
package final class RateLimiter: Sendable {
    private struct State {
        var requests: Allowance
        var tokens: Allowance
        /// The provider has asked to be left alone until then.
        var closedUntil: Timestamp
    }

    /// Of all instances together.
    package struct Shared: Sendable {
        var allowance: any SharedAllowance
        /// Tells the provider's key from every other, without being it.
        var key: String

        package init(_ allowance: any SharedAllowance, key: String) {
            self.allowance = allowance
            self.key = key
        }
    }

    private let clock: WallClock
    private let line = WaitingLine()
    private let state: Mutex<State>
    private let limits: RateLimits
    private let shared: Shared?

    /// - Parameters:
    ///   - requestsPerMinute: what a minute may see; nil for no limit, as `tokensPerMinute`.
    ///   - shared: where the limits are those of several processes together.
    package init(requestsPerMinute: Int?, tokensPerMinute: Int?, clock: WallClock, shared: Shared? = nil) {
        self.clock = clock
        self.shared = shared
        limits = RateLimits(requestsPerMinute: requestsPerMinute, tokensPerMinute: tokensPerMinute)
        let now = clock.now()
        state = Mutex(
            State(
                requests: Allowance(perMinute: requestsPerMinute, now: now), tokens: Allowance(perMinute: tokensPerMinute, now: now),
                closedUntil: now))
    }

    /// Returns once a call of about so many tokens may begin; it is counted then.
    ///
    /// - Parameter patience: how long the caller would wait for a provider that has asked to be left alone.
    /// - Throws: `Closed` where that takes longer, `CancellationError` when the task is cancelled while it waits; nothing
    ///   is counted then.
    package func turn(tokens: Int, patience: Duration) async throws {
        try await line.enter()
        defer { line.leave() }
        while let wait = try begin(tokens, patience) { try await clock.sleep(wait) }
        guard let shared else { return }
        let share = AllowanceShare(
            requests: Self.time(of: 1, limits.requestsPerMinute), tokens: Self.time(of: tokens, limits.tokensPerMinute))
        while let wait = await shared.allowance.take(share, of: shared.key) {
            if wait.isClosed, wait.duration > patience { throw Closed(wait: wait.duration) }
            try await clock.sleep(wait.duration)
        }
    }

    /// For how long so much lasts.
    private static func time(of amount: Int, _ perMinute: Int?) -> Duration {
        perMinute.map { .microseconds(Int64(amount) * 60_000_000 / Int64($0)) } ?? .zero
    }

    /// The provider wants no call for longer than the caller would wait.
    package struct Closed: Error, Equatable {
        package var wait: Duration
    }

    /// Says how many tokens a call took that had been counted otherwise.
    package func correct(from expected: Int, to tokens: Int) {
        state.withLock { $0.tokens.take(tokens - expected) }
        guard let shared, limits.tokensPerMinute != nil, tokens != expected else { return }
        let time = Self.time(of: tokens - expected, limits.tokensPerMinute)
        Task { await shared.allowance.correct(time, of: shared.key) }
    }

    /// Lets no call begin before so much time has passed: the provider said so.
    package func close(for wait: Duration) {
        let end = clock.now().adding(wait)
        state.withLock { $0.closedUntil = max($0.closedUntil, end) }
        guard let shared else { return }
        Task { await shared.allowance.close(shared.key, for: wait) }
    }

    /// Counts the call, or tells how long it has to wait.
    private func begin(_ tokens: Int, _ patience: Duration) throws -> Duration? {
        let now = clock.now()
        return try state.withLock { state in
            let closed = Duration.milliseconds(state.closedUntil.milliseconds - now.milliseconds)
            guard closed <= patience else { throw Closed(wait: closed) }
            let wait = max(closed, state.requests.wait(for: 1, at: now), state.tokens.wait(for: tokens, at: now))
            guard wait <= .zero else { return wait }
            state.requests.take(1)
            state.tokens.take(tokens)
            return nil
        }
    }
}

/// What may still be taken of something that grows steadily.
private struct Allowance: Sendable {
    private let perMinute: Double?
    /// As much as a second brings, or one piece; below zero after a call that took more.
    private var level: Double
    private let most: Double
    private var counted: Timestamp

    init(perMinute: Int?, now: Timestamp) {
        self.perMinute = perMinute.map(Double.init)
        most = max(1, Double(perMinute ?? 0) / 60)
        level = most
        counted = now
    }

    /// How long until so much may be taken. More than there ever is at once waits for all there is and leaves a debt.
    mutating func wait(for amount: Int, at now: Timestamp) -> Duration {
        guard let perMinute else { return .zero }
        level = min(most, level + Double(max(0, now.milliseconds - counted.milliseconds)) * perMinute / 60_000)
        counted = now
        let missing = min(Double(amount), most) - level
        // Fractions of a millisecond are the clock's, and no debt.
        return missing <= 1e-6 ? .zero : .milliseconds(Int64((missing * 60_000 / perMinute).rounded(.up)))
    }

    mutating func take(_ amount: Int) {
        if perMinute != nil { level = min(most, level - Double(amount)) }
    }
}

import Domain
import Synchronization
import TestSupport
import Testing

@testable import Connectors

@Suite(.timeLimit(.minutes(5))) struct `A provider's allowance` {
    @Test func `lets so many calls begin in a minute, in the order in which they came`() async throws {
        let minutes = try await begun(requestsPerMinute: 120, calls: 100, tokens: 1)
        #expect(minutes.order == Array(0..<100))
        // Two at once at the beginning, then one each half second.
        #expect(minutes.at[1] == 0 && minutes.at[2] == 500 && minutes.at[99] == 49_000)
    }

    @Test func `of tokens lets a long call wait its turn, and others wait for what it took`() async throws {
        let tokens = try await begun(tokensPerMinute: 60_000, calls: 5, tokens: 3000)
        #expect(tokens.at == [0, 3000, 6000, 9000, 12_000])
    }

    @Test func `gets back what a call did not take`() async throws {
        let clock = TestClock(start)
        let limiter = RateLimiter(requestsPerMinute: nil, tokensPerMinute: 60_000, clock: clock.wall)
        try await limiter.turn(tokens: 10_000, patience: .seconds(60))
        limiter.correct(from: 10_000, to: 1000)
        let waiting = Task { try await limiter.turn(tokens: 500, patience: .seconds(60)) }
        try await eventually { clock.sleepers == 1 }
        clock.advance(by: .milliseconds(500))
        try await waiting.value
    }

    @Test func `is closed for as long as the provider said`() async throws {
        let clock = TestClock(start)
        let limiter = RateLimiter(requestsPerMinute: 6000, tokensPerMinute: nil, clock: clock.wall)
        limiter.close(for: .seconds(20))
        limiter.close(for: .seconds(5))
        await #expect(throws: RateLimiter.Closed(wait: .seconds(20))) { try await limiter.turn(tokens: 1, patience: .seconds(10)) }
        let waiting = Task { try await limiter.turn(tokens: 1, patience: .seconds(30)) }
        try await eventually { clock.sleepers == 1 }
        clock.advance(by: .seconds(20))
        try await waiting.value
    }

    @Test func `is not spent by callers who go away, whether they are first or in the line`() async throws {
        let clock = TestClock(start)
        let limiter = RateLimiter(requestsPerMinute: 60, tokensPerMinute: nil, clock: clock.wall)
        try await limiter.turn(tokens: 1, patience: .zero)
        let calls = (0..<5).map { _ in Task { try await limiter.turn(tokens: 1, patience: .zero) } }
        try await eventually { clock.sleepers == 1 }
        for call in calls { call.cancel() }
        for call in calls { await #expect(throws: CancellationError.self) { try await call.value } }
        clock.advance(by: .seconds(1))
        try await limiter.turn(tokens: 1, patience: .zero)
    }

    @Test func `is shared by all calls of a provider, every try counted, and closed by its 429`() async throws {
        let clock = TestClock(start)
        let busy = ScriptedLLM.Reply.answer(status: 429, headers: ["Retry-After": "7"], body: "{}")
        try await ScriptedLLM.serving([busy, .text("Hi"), .text("Hi")]) { server in
            try await withHTTPClient { http in
                var settings = openAISettings(apiKey: nil, baseURL: server.baseURL, maxRetries: 1)
                settings.limits = RateLimits(requestsPerMinute: 6000)
                let provider = try openAI.provider(settings, http: http, clock: clock.wall, backoff: Backoff { $0.lowerBound })
                let first = Task { try await provider.complete(request) }
                try await eventually { clock.sleepers == 1 }
                let second = Task { try await provider.complete(request) }
                try await eventually { clock.sleepers == 2 }
                #expect(server.requests.count == 1)
                clock.advance(by: .seconds(7))
                try await eventually {
                    // Whoever is second in line has a hundredth of a second to wait.
                    if clock.sleepers > 0 { clock.advance(by: .milliseconds(10)) }
                    return server.requests.count == 3
                }
                _ = try await (first.value, second.value)
            }
        }
    }

    @Test func `counts streamed answers too`() async throws {
        let clock = TestClock(start)
        try await ScriptedLLM.serving([.text("Hi"), .text("Hi")]) { server in
            try await withHTTPClient { http in
                var settings = openAISettings(apiKey: nil, baseURL: server.baseURL, maxRetries: 0)
                settings.limits = RateLimits(requestsPerMinute: 60)
                let provider = try openAI.provider(settings, http: http, clock: clock.wall)
                let calls = (0..<2).map { _ in Task { for try await _ in provider.stream(request) {} } }
                try await eventually { server.requests.count == 1 && clock.sleepers == 1 }
                clock.advance(by: .seconds(1))
                for call in calls { _ = await call.result }
                #expect(server.requests.count == 2)
            }
        }
    }

    private let start = Timestamp(seconds: 1_767_225_600)
    private let request = CompletionRequest(messages: [.init(.user, "Hello")])

    /// When each of so many calls that come one after the other begins, in milliseconds, and in which order.
    private func begun(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, calls: Int, tokens: Int) async throws -> (
        order: [Int], at: [Int64]
    ) {
        let moment = Mutex(start)
        // Sleeping on it moves it on: the line has one sleeper at a time.
        let clock = WallClock(now: { moment.withLock { $0 } }) { wait in moment.withLock { $0 = $0.adding(wait) } }
        let limiter = RateLimiter(requestsPerMinute: requestsPerMinute, tokensPerMinute: tokensPerMinute, clock: clock)
        let log = Mutex<[(Int, Int64)]>([])
        for call in 0..<calls {
            try await limiter.turn(tokens: tokens, patience: .zero)
            log.withLock { $0.append((call, moment.withLock { $0 }.milliseconds - start.milliseconds)) }
        }
        return log.withLock { ($0.map(\.0), $0.map(\.1)) }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A waiting line` {
    @Test func `lets callers in one at a time, in the order in which they came`() async throws {
        let line = WaitingLine()
        let order = Order()
        try await line.enter()
        var callers: [Task<Void, any Error>] = []
        for number in 0..<20 {
            let caller = Task {
                try await line.enter()
                order.add(number)
                line.leave()
            }
            callers.append(caller)
            try await eventually { line.length == number + 1 }
        }
        line.leave()
        for caller in callers { try await caller.value }
        #expect(order.numbers == Array(0..<20))
    }
}

/// In which order callers came to their turn.
private final class Order: Sendable {
    private let added = Mutex<[Int]>([])

    var numbers: [Int] { added.withLock { $0 } }

    func add(_ number: Int) { added.withLock { $0.append(number) } }
}

@Suite(.timeLimit(.minutes(5))) struct `An allowance that instances share` {
    @Test func `is asked for before each call, and waited for`() async throws {
        let clock = TestClock(Timestamp(seconds: 0))
        let shared = ScriptedAllowance(waits: [AllowanceWait(duration: .seconds(3), isClosed: false)])
        let limiter = RateLimiter(requestsPerMinute: 600, tokensPerMinute: 6000, clock: clock.wall, shared: .init(shared, key: "key"))
        let waiting = Task { try await limiter.turn(tokens: 20, patience: .zero) }
        try await eventually { clock.sleepers == 1 }
        clock.advance(by: .seconds(3))
        try await waiting.value
        let share = AllowanceShare(requests: .milliseconds(100), tokens: .milliseconds(200))
        #expect(shared.taken == [share, share])
    }

    @Test func `is closed for all by one's 429`() async throws {
        let clock = TestClock(Timestamp(seconds: 0))
        let shared = ScriptedAllowance(waits: [AllowanceWait(duration: .seconds(30), isClosed: true)])
        let limiter = RateLimiter(requestsPerMinute: 600, tokensPerMinute: nil, clock: clock.wall, shared: .init(shared, key: "key"))
        await #expect(throws: RateLimiter.Closed(wait: .seconds(30))) { try await limiter.turn(tokens: 20, patience: .seconds(10)) }
        limiter.close(for: .seconds(7))
        try await eventually { shared.closed == [.seconds(7)] }
    }

    @Test func `is told what a call took besides`() async throws {
        let shared = ScriptedAllowance()
        let clock = TestClock(Timestamp(seconds: 0))
        let limiter = RateLimiter(requestsPerMinute: nil, tokensPerMinute: 6000, clock: clock.wall, shared: .init(shared, key: "key"))
        limiter.correct(from: 100, to: 40)
        try await eventually { shared.corrected == [.zero - .milliseconds(600)] }
    }
}

/// Says these waits, one after the other, and remembers what it was told.
private final class ScriptedAllowance: SharedAllowance {
    private struct State {
        var waits: [AllowanceWait]
        var taken: [AllowanceShare] = []
        var corrected: [Duration] = []
        var closed: [Duration] = []
    }

    private let state: Mutex<State>

    init(waits: [AllowanceWait] = []) { state = Mutex(State(waits: waits)) }

    var taken: [AllowanceShare] { state.withLock { $0.taken } }
    var corrected: [Duration] { state.withLock { $0.corrected } }
    var closed: [Duration] { state.withLock { $0.closed } }

    func take(_ share: AllowanceShare, of key: String) async -> AllowanceWait? {
        state.withLock { state in
            state.taken.append(share)
            return state.waits.isEmpty ? nil : state.waits.removeFirst()
        }
    }

    func correct(_ tokens: Duration, of key: String) async { state.withLock { $0.corrected.append(tokens) } }
    func close(_ key: String, for wait: Duration) async { state.withLock { $0.closed.append(wait) } }
}

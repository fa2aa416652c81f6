import Domain
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A wakeup` {
    private let clock = TestClock(Timestamp(seconds: 0))
    private let wakeup = Wakeup()

    @Test func `ends the wait at once, also when it came before`() async throws {
        wakeup()
        await wait()
        let waiting = Task { await wait() }
        try await eventually { clock.sleepers == 1 }
        wakeup()
        await waiting.value
    }

    @Test func `counts once however often it came`() async throws {
        for _ in 0..<5 { wakeup() }
        await wait()
        let waiting = Task { await wait() }
        try await eventually { clock.sleepers == 1 }
        clock.advance(by: .seconds(5))
        await waiting.value
    }

    @Test func `works again after a wait that nobody ended`() async throws {
        for _ in 0..<3 {
            let waiting = Task { await wait() }
            try await eventually { clock.sleepers == 1 }
            clock.advance(by: .seconds(5))
            await waiting.value
        }
        let waiting = Task { await wait() }
        try await eventually { clock.sleepers == 1 }
        try await Task.sleep(for: .milliseconds(30))
        #expect(clock.sleepers == 1)
        wakeup()
        await waiting.value
        #expect(clock.sleepers == 0)
    }

    @Test func `works again after a wait that was cancelled`() async throws {
        let cancelled = Task { await wait() }
        try await eventually { clock.sleepers == 1 }
        cancelled.cancel()
        await cancelled.value
        let waiting = Task { await wait() }
        try await eventually { clock.sleepers == 1 }
        wakeup()
        await waiting.value
    }

    private func wait() async { await wakeup.wait(atMost: .seconds(5), sleep: clock.wall.sleep) }
}

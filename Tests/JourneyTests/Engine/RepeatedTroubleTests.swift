import Domain
import Logging
import ServiceLifecycle
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite struct `Work that is tried again and again` {
    private let away = StoreError.unavailable(reason: "The database is away.")

    @Test func `tells once that it fails, and once that it works again`() async throws {
        let lines = LogLines(), clock = TestClock(TemporaryDatabase.birth)
        let ends = [away, away, away, nil, nil, away, nil]
        let running = Task { try await Failing(ends, clock: clock.wall, logger: lines.logger).run() }
        for _ in ends {
            try await eventually("a tick's end") { clock.sleepers == 1 }
            clock.advance(by: .seconds(2))
        }
        try await eventually("one more") { clock.sleepers == 1 }
        running.cancel()
        _ = try? await running.value
        let failed = "counting sheep failed; it is tried again reason=The database is away.", works = "counting sheep works again"
        #expect(lines.all == [failed, works, failed, works])
    }

    @Test func `tells of another reason, and of the same after a while`() {
        let lines = LogLines(), trouble = RepeatedTrouble("work", lines.logger), start = TemporaryDatabase.birth
        trouble.met(away, at: start)
        trouble.met(StoreError.unavailable(reason: "The disk is full."), at: start)
        trouble.met(StoreError.unavailable(reason: "The disk is full."), at: start.adding(.seconds(599)))
        trouble.met(StoreError.unavailable(reason: "The disk is full."), at: start.adding(.seconds(600)))
        trouble.isOver()
        trouble.isOver()
        #expect(
            lines.all.map { $0.split(separator: "=").last ?? "" } == [
                "The database is away.", "The disk is full.", "The disk is full.", "work works again",
            ])
    }

    @Test func `tells of each part by itself`() {
        let lines = LogLines(), trouble = RepeatedTrouble("work", lines.logger), start = TemporaryDatabase.birth
        for _ in 0..<3 {
            for part in ["one", "other"] { trouble.met(StoreError.failed(reason: "No \(part)."), of: ["part": part], at: start) }
        }
        trouble.isOver(of: ["part": "other"])
        trouble.isOver()
        #expect(
            lines.all == [
                "work failed; it is tried again part=one reason=No one.", "work failed; it is tried again part=other reason=No other.",
                "work works again part=other",
            ])
    }

    @Test func `done together leaves out what fails alone`() async throws {
        let trouble = RepeatedTrouble("work", .silent)
        var done: [Int] = []
        let failures = try await trouble.attempt(Array(1...9), at: TemporaryDatabase.birth, part: { ["part": "\($0)"] }) { numbers in
            if numbers.contains(4) || numbers.contains(9) { throw Refused() }
            done += numbers
        }
        #expect(failures.map(\.of) == [4, 9] && done == [1, 2, 3, 5, 6, 7, 8])
    }

    @Test(arguments: [StoreError.unavailable(reason: "The database is away."), CancellationError()] as [any Error])
    func `ends where nothing else would work either`(failure: any Error) async throws {
        let lines = LogLines(), trouble = RepeatedTrouble("work", lines.logger)
        var attempts = 0
        await #expect(throws: (any Error).self) {
            _ = try await trouble.attempt(Array(1...9), at: TemporaryDatabase.birth, part: { _ in [:] }) { _ in
                attempts += 1
                throw failure
            }
        }
        #expect(attempts == 1 && lines.all.isEmpty)
    }
}

/// Fails and works in turn, as it is told, and then works.
private final class Failing: TickingService {
    static let work = "counting sheep"
    let clock: WallClock
    let logger: Logger
    let wakeup = Wakeup()
    private let ends: Mutex<ArraySlice<StoreError?>>

    init(_ ends: [StoreError?], clock: WallClock, logger: Logger) {
        self.ends = Mutex(ends[...])
        self.clock = clock
        self.logger = logger
    }

    func tick() async throws -> Duration {
        if let failure = ends.withLock({ $0.popFirst() }) ?? nil { throw failure }
        return .seconds(2)
    }
}

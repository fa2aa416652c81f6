import Domain
import Logging
import Storage
import Synchronization

/// Tells the instances of a database of each other's requests, of many at once and only now and then.
///
/// An instance lets through no more than a twentieth of a quota before it has told the others and learned from them, so that
/// all together let through that much more for each instance at most. Where the database is away each goes by what it knows.
final class RateSharing: Sendable {
    private struct State {
        var next = RateCells()
        var askers: [CheckedContinuation<Void, Never>] = []
        var isAtWork = false
        var awayUntil: Timestamp?
        var isAway = false
        var lastSweep: Timestamp?
    }

    /// How long a request waits for the others, and how long nobody asks for them after that was in vain.
    private static let patience = Duration.milliseconds(250), pause = Duration.seconds(2)
    private static let largestBatch = 256

    private let store: any Store
    private let clock: WallClock
    private let logger: Logger
    private let state = Mutex(State())

    init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    /// False while the database is away.
    var isOpen: Bool {
        state.withLock { state in
            guard let until = state.awayUntil else { return true }
            return clock.now() >= until
        }
    }

    /// Returns once the others have been told, or can't be.
    func tell(_ key: RateKey, in book: RateBook) async {
        let name = book.name(of: key)
        await withCheckedContinuation { asker in
            let begins = state.withLock { state in
                state.next.append(RateCells.Cell(name: name, book: book, key: key))
                state.askers.append(asker)
                defer { state.isAtWork = true }
                return !state.isAtWork
            }
            // Belongs to no asker, any of whom may go away.
            if begins { Task { await work() } }
        }
    }

    private func work() async {
        while let batch = nextBatch() {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await self.exchange(batch)
                    batch.release()
                }
                group.addTask {
                    guard (try? await self.clock.sleep(Self.patience)) != nil else { return }
                    self.goAway("it has not answered in time")
                    batch.release()
                }
                await group.next()
                group.cancelAll()
            }
        }
    }

    private func nextBatch() -> RateBatch? {
        state.withLock { state in
            guard !state.askers.isEmpty else {
                state.isAtWork = false
                return nil
            }
            // Whose cell is not among them asks again.
            let batch = RateBatch(cells: state.next.oldest(Self.largestBatch), askers: state.askers)
            (state.next, state.askers) = (RateCells(), [])
            return batch
        }
    }

    private func exchange(_ batch: RateBatch) async {
        let now = clock.now()
        let debts = batch.cells.map { $0.book.untold($0.key) }
        do {
            let rows = try await store.commit(zip(batch.cells, debts).map { RateAllowances.add($1.duration, to: $0.name, now: now) })
            for ((cell, debt), rows) in zip(zip(batch.cells, debts), rows) {
                if let row = rows.first { cell.book.told(cell.key, debt.count, until: row.integer(0)) }
            }
            state.withLock { ($0.awayUntil, $0.isAway) = (nil, false) }
            try await sweep(now)
        } catch {
            goAway("\(error)")
        }
    }

    /// Once a minute.
    private func sweep(_ now: Timestamp) async throws {
        let isDue = state.withLock { state in
            if let last = state.lastSweep, last <= now, now < last.adding(.seconds(60)) { return false }
            state.lastSweep = now
            return true
        }
        if isDue { try await store.commit(RateAllowances.forget(now: now)) }
    }

    private func goAway(_ reason: String) {
        let isNews = state.withLock { state in
            defer { state.isAway = true }
            state.awayUntil = clock.now().adding(Self.pause)
            return !state.isAway
        }
        if isNews { logger.warning("rate limits are not shared just now: each instance goes by its own count", metadata: ["reason": "\(reason)"]) }
    }
}

/// Cells that are told together, and who waits for it.
private final class RateBatch: Sendable {
    let cells: [RateCells.Cell]
    private let askers: Mutex<[CheckedContinuation<Void, Never>]>

    init(cells: [RateCells.Cell], askers: [CheckedContinuation<Void, Never>]) {
        self.cells = cells
        self.askers = Mutex(askers)
    }

    /// Nobody waits any more, whether or not it has been told.
    func release() {
        let waiting = askers.withLock { askers in
            defer { askers = [] }
            return askers
        }
        for asker in waiting { asker.resume() }
    }
}

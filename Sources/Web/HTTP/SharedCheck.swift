import Domain
import Synchronization

/// Tells any number of askers what one check at a time finds, and lets none of them wait for long.
///
/// A finding counts for a second. Where the next takes longer than that, it is still awaited, for five seconds in all,
/// but the askers are told the last one if that was good and is at most ten seconds old.
final class SharedCheck: Sendable {
    static let validity = Duration.seconds(1), patience = Duration.seconds(1)
    static let limit = Duration.seconds(5), grace = Duration.seconds(10)

    private let clock: WallClock
    private let late: String
    private let check: @Sendable () async -> String?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - late: the reason where no finding came in time.
    ///   - check: returns the reason against, nil for a good finding.
    init(clock: WallClock, late: String, check: @escaping @Sendable () async -> String?) {
        self.clock = clock
        self.late = late
        self.check = check
    }

    /// Why not, as a sentence; nil where all is well.
    func reasonAgainst() async -> String? {
        await withCheckedContinuation { asker in
            let now = clock.now()
            switch state.withLock({ $0.next(for: asker, at: now) }) {
            case .answer(let reason): asker.resume(returning: reason)
            case .late: asker.resume(returning: substitute())
            case .wait: break
            case .begin(let id): begin(id)
            }
        }
    }

    /// Belongs to no asker, any of whom may go away.
    private func begin(_ id: Int) {
        Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { self.end(id, await self.check()) }
                group.addTask { await self.watch(id) }
                await group.next()
                group.cancelAll()
            }
        }
    }

    private func watch(_ id: Int) async {
        guard (try? await clock.sleep(Self.patience)) != nil else { return }
        let askers = state.withLock { $0.becomeLate(id) }
        let reason = substitute()
        for asker in askers { asker.resume(returning: reason) }
        guard (try? await clock.sleep(Self.limit - Self.patience)) != nil else { return }
        state.withLock { $0.giveUp(id) }
    }

    private func end(_ id: Int, _ reason: String?) {
        let finding = Finding(reason: reason, at: clock.now())
        for asker in state.withLock({ $0.end(id, finding) }) { asker.resume(returning: reason) }
    }

    private func substitute() -> String? {
        let now = clock.now()
        guard let last = state.withLock({ $0.last }), last.counts(for: Self.grace, at: now) else { return late }
        return last.reason
    }
}

private struct Finding {
    var reason: String?
    var at: Timestamp

    /// False also where the clock has been set back since.
    func counts(for time: Duration, at now: Timestamp) -> Bool { at <= now && now <= at.adding(time) }
}

private struct State {
    enum Next { case answer(String?), late, wait, begin(Int) }

    private struct Check {
        var id: Int
        var isLate = false
        var askers: [CheckedContinuation<String?, Never>]
    }

    private(set) var last: Finding?
    private var current: Check?
    private var lastID = 0

    mutating func next(for asker: CheckedContinuation<String?, Never>, at now: Timestamp) -> Next {
        if let last, last.counts(for: SharedCheck.validity, at: now) { return .answer(last.reason) }
        guard let isLate = current?.isLate else {
            lastID += 1
            current = Check(id: lastID, askers: [asker])
            return .begin(lastID)
        }
        if isLate { return .late }
        current?.askers.append(asker)
        return .wait
    }

    /// Returns who has waited for it.
    mutating func becomeLate(_ id: Int) -> [CheckedContinuation<String?, Never>] {
        guard current?.id == id, let askers = current?.askers else { return [] }
        current = Check(id: id, isLate: true, askers: [])
        return askers
    }

    /// Lets the next asker begin another one.
    mutating func giveUp(_ id: Int) {
        if current?.id == id { current = nil }
    }

    /// Returns who has waited for it.
    mutating func end(_ id: Int, _ finding: Finding) -> [CheckedContinuation<String?, Never>] {
        guard current?.id == id, let askers = current?.askers else { return [] }
        (current, last) = (nil, finding)
        return askers
    }
}

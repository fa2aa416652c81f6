import Domain
import Synchronization

/// Cancels what takes longer than it may.
///
/// All share one sleep, which ends with the first of them: a timer for each costs more than the rest of a short answer's tasks, and
/// hardly any is ever needed.
final class Deadlines: Sendable {
    private struct Work {
        var end: Timestamp
        var cancel: @Sendable () -> Void
    }

    private struct State {
        var works: [UInt64: Work] = [:]
        var last: UInt64 = 0
        /// When the sleep under way ends.
        var wakesAt: Timestamp?
    }

    private let clock: WallClock
    private let state = Mutex(State())

    init(clock: WallClock) { self.clock = clock }

    /// What `work` gives, which is cancelled once the time is up; nil where that happened first.
    func run<Result: Sendable>(until end: Timestamp, _ work: @escaping @Sendable () async -> Result) async -> Result? {
        let task = Task(operation: work)
        let key = enter(Work(end: end) { task.cancel() })
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        return leave(key) ? result : nil
    }

    private func enter(_ work: Work) -> UInt64 {
        let (key, isFirst) = state.withLock { state in
            state.last += 1
            state.works[state.last] = work
            let isFirst = state.wakesAt.map { work.end < $0 } ?? true
            if isFirst { state.wakesAt = work.end }
            return (state.last, isFirst)
        }
        if isFirst { wake(at: work.end) }
        return key
    }

    /// False where its time was up.
    private func leave(_ key: UInt64) -> Bool { state.withLock { $0.works.removeValue(forKey: key) } != nil }

    private func wake(at time: Timestamp) {
        Task {
            try? await clock.sleep(.milliseconds(max(0, time.milliseconds - clock.now().milliseconds)))
            cancelOverdue()
        }
    }

    private func cancelOverdue() {
        let now = clock.now()
        let (overdue, next) = state.withLock { state in
            let overdue = state.works.filter { $0.value.end <= now }
            for key in overdue.keys { state.works[key] = nil }
            state.wakesAt = state.works.values.map(\.end).min()
            return (overdue.values.map(\.cancel), state.wakesAt)
        }
        for cancel in overdue { cancel() }
        if let next { wake(at: next) }
    }
}

package import Domain
import Synchronization

/// A clock that stands still until the test moves it; who sleeps on it wakes when it gets there.
package final class TestClock: Sendable {
    private struct Sleeper {
        var until: Timestamp
        var waking: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Timestamp
        var sleepers: [Int: Sleeper] = [:]
        var lastID = 0
        /// Sleeps whose task was cancelled before they began.
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    package init(_ now: Timestamp) { state = Mutex(State(now: now)) }

    package var now: Timestamp { state.withLock { $0.now } }

    package var wall: WallClock {
        WallClock(now: { self.now }) { try await self.sleep($0) }
    }

    /// How many sleep on it at the moment.
    package var sleepers: Int { state.withLock { $0.sleepers.count } }

    package func advance(by duration: Duration) { move(to: now.adding(duration)) }

    /// Wakes those whose time has come, the earliest first.
    package func move(to moment: Timestamp) {
        let due = state.withLock { state in
            state.now = moment
            let due = state.sleepers.filter { $0.value.until <= moment }.sorted { $0.value.until < $1.value.until }
            for (id, _) in due { state.sleepers[id] = nil }
            return due.map(\.value.waking)
        }
        for sleeper in due { sleeper.resume() }
    }

    private func sleep(_ duration: Duration) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { begin($0, id, duration) }
        } onCancel: {
            cancel(id)
        }
    }

    private func begin(_ waking: CheckedContinuation<Void, any Error>, _ id: Int, _ duration: Duration) {
        let outcome: Result<Void, any Error>? = state.withLock { state in
            if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
            // What is due is waited for by nobody: the clock may never move again.
            guard duration > .zero else { return .success(()) }
            state.sleepers[id] = Sleeper(until: state.now.adding(duration), waking: waking)
            return nil
        }
        if let outcome { waking.resume(with: outcome) }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state in
            if state.sleepers[id] == nil { state.cancelled.insert(id) }
            return state.sleepers.removeValue(forKey: id)
        }
        sleeper?.waking.resume(throwing: CancellationError())
    }
}

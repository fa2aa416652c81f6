import Synchronization

/// Places for work that goes on at the same time, given in the order in which they are asked for.
final class Places: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Nobody waits any more: what is being cancelled has to see that for itself.
        var isOpen = false
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Returns when there is a place, which the caller then has to `leave`.
    func take() async {
        let hasPlace = state.withLock { state in
            guard state.free > 0 || state.isOpen else { return false }
            state.free -= 1
            return true
        }
        if !hasPlace { await withCheckedContinuation { wait($0) } }
    }

    private func wait(_ caller: CheckedContinuation<Void, Never>) {
        let hasPlace = state.withLock { state in
            guard state.free > 0 || state.isOpen else {
                state.waiting.append(caller)
                return false
            }
            state.free -= 1
            return true
        }
        if hasPlace { caller.resume() }
    }

    func leave() {
        let next = state.withLock { state in
            if state.waiting.isEmpty || state.free < 0 {
                state.free += 1
                return nil as CheckedContinuation<Void, Never>?
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }

    /// Lets everyone in, now and from now on.
    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            state.free -= state.waiting.count
            defer { state.waiting = [] }
            return state.waiting
        }
        for caller in waiting { caller.resume() }
    }
}

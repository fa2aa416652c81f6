import Domain
import Synchronization

/// Who follows whose history through this process.
package final class HistoryFollowers: Sendable {
    private struct State {
        var wakeups: [Person: [ObjectIdentifier: Wakeup]] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Wakes those who follow these people.
    func tell(_ people: Set<Person>) {
        let wakeups = state.withLock { state in
            state.wakeups.isEmpty ? [] : people.flatMap { state.wakeups[$0]?.values.map(\.self) ?? [] }
        }
        for wakeup in wakeups { wakeup() }
    }

    /// Wakes everyone: some news may have been missed.
    func tellAll() {
        for wakeup in state.withLock({ $0.wakeups.values.flatMap(\.values) }) { wakeup() }
    }

    /// Ends all following, and whatever begins later: the process is about to stop.
    func close() {
        state.withLock { $0.isClosed = true }
        tellAll()
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func join(_ wakeup: Wakeup, following person: Person) {
        state.withLock { $0.wakeups[person, default: [:]][ObjectIdentifier(wakeup)] = wakeup }
    }

    func leave(_ wakeup: Wakeup, following person: Person) {
        state.withLock { state in
            state.wakeups[person]?[ObjectIdentifier(wakeup)] = nil
            if state.wakeups[person]?.isEmpty == true { state.wakeups[person] = nil }
        }
    }
}

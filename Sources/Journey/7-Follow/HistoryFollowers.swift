import Domain
import Synchronization

/// Who follows whose history through this process.
package final class HistoryFollowers: Sendable {
    private struct State {
        var followers: [Person: [ObjectIdentifier: Follower]] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Wakes those who follow these people.
    func tell(_ people: Set<Person>) { for follower in followers(of: people) { follower.tell(history: true) } }

    /// Wakes those who follow a person, of whose answer there are further words.
    func tellWords(_ person: Person) { for follower in followers(of: [person]) { follower.tell(history: false) } }

    /// The same where another instance writes the answer.
    func tellWordsElsewhere(_ people: Set<Person>) { for follower in followers(of: people) { follower.tellWordsElsewhere() } }

    private func followers(of people: Set<Person>) -> [Follower] {
        state.withLock { state in
            state.followers.isEmpty ? [] : people.flatMap { state.followers[$0]?.values.map(\.self) ?? [] }
        }
    }

    /// Wakes everyone: some news may have been missed.
    func tellAll() {
        for follower in state.withLock({ $0.followers.values.flatMap(\.values) }) { follower.tell(history: true) }
    }

    /// Ends all following, and whatever begins later: the process is about to stop.
    func close() {
        state.withLock { $0.isClosed = true }
        tellAll()
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func join(_ follower: Follower, following person: Person) {
        state.withLock { $0.followers[person, default: [:]][ObjectIdentifier(follower)] = follower }
    }

    func leave(_ follower: Follower, following person: Person) {
        state.withLock { state in
            state.followers[person]?[ObjectIdentifier(follower)] = nil
            if state.followers[person]?.isEmpty == true { state.followers[person] = nil }
        }
    }
}

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

    /// Wakes those who follow these people, whose drafts may be others now; `Person.everybody` for all of a workspace.
    func tellDrafts(_ people: Set<Person>) {
        let all = Set(people.filter(\.isEverybody).map(\.workspace))
        let followers = state.withLock { state in
            state.followers.filter { people.contains($0.key) || all.contains($0.key.workspace) }.values.flatMap(\.values)
        }
        for follower in followers { follower.tellDrafts() }
    }

    private func followers(of people: Set<Person>) -> [Follower] {
        state.withLock { state in
            state.followers.isEmpty ? [] : people.flatMap { state.followers[$0]?.values.map(\.self) ?? [] }
        }
    }

    /// Wakes everyone: some news may have been missed.
    func tellAll() {
        for follower in everyone { follower.tell(history: true) }
    }

    /// The same for drafts.
    func tellAllOfDrafts() { for follower in everyone { follower.tellDrafts() } }

    private var everyone: [Follower] { state.withLock { $0.followers.values.flatMap(\.values) } }

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

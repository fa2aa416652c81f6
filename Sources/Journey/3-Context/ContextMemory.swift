import Domain
import Storage
import Synchronization

/// The facts about people as they were last read, each good while the database's facts version and the day stay the same.
final class ContextMemory: Sendable {
    struct Facts: Sendable {
        var version: Int64
        /// Without messages.
        var context: PersonContext
    }

    private let people = Mutex<[Person: Facts]>([:])
    /// Of about 10 KB each.
    private static let capacity = 512

    func facts(of person: Person, on today: LocalDate) -> Facts? {
        people.withLock { $0[person] }.flatMap { $0.context.today == today ? $0 : nil }
    }

    func keep(_ facts: Facts) {
        people.withLock { people in
            if people.count >= Self.capacity, let any = people.keys.first { people[any] = nil }
            people[facts.context.person] = facts
        }
    }
}

import Domain
import Storage
import Synchronization

/// The facts about people as they were last read, each good while the database's facts version and the day stay the same, and the last
/// messages of their history.
final class ContextMemory: Sendable {
    struct Facts: Sendable {
        var version: Int64
        var readAt: Timestamp
        /// Without messages, and without what contacts of others are called, who may change that or share them no longer.
        var context: PersonContext
        /// Whose names are to be asked for.
        var unheld: [Int64]
        /// As they stood at that version; nil where they are read anew each time.
        var messages: LatestMessages?

        fileprivate var size: Int { context.size + (messages?.size ?? 0) }
    }

    private let people: Mutex<SizedMemory<Person, Facts>>

    /// - Parameter capacity: in bytes, about.
    init(capacity: Int = 24 << 20) { people = Mutex(SizedMemory(capacity: capacity)) }

    func facts(of person: Person, on today: LocalDate) -> Facts? {
        people.withLock { $0[person] }.flatMap { $0.context.today == today ? $0 : nil }
    }

    func keep(_ facts: Facts) {
        people.withLock { $0.keep(facts, size: facts.size, for: facts.context.person) }
    }

    /// Keeps the messages beside the facts of the same version; where another one is remembered by now, nothing.
    func keep(_ messages: LatestMessages, of person: Person, version: Int64) {
        change(person, version) { facts in
            let growth = messages.size - (facts.messages?.size ?? 0)
            facts.messages = messages
            return growth
        }
    }

    /// Keeps the context with times that were read anew, which takes as much room, in the place of the one of the same version.
    func keep(_ context: PersonContext, readAt: Timestamp, version: Int64) {
        change(context.person, version) { facts in
            (facts.context, facts.readAt) = (context, readAt)
            return 0
        }
    }

    private func change(_ person: Person, _ version: Int64, _ change: (inout Facts) -> Int) {
        people.withLock { people in
            people.change(person) { $0.version == version ? change(&$0) : 0 }
        }
    }
}

extension PersonContext {
    /// About how many bytes the facts take: their texts, what is made of these, and their rows.
    fileprivate var size: Int {
        let contactTexts = contacts.reduce(0) { $0 + $1.name.utf8.count + $1.company.utf8.count + $1.notes.utf8.count }
        let dealTexts = deals.reduce(0) { $0 + $1.customer.utf8.count + $1.product.utf8.count + $1.reasonFailed.utf8.count }
        let taskTexts = (tasksToday + tasksOverdue + doneToday).reduce(0) { $0 + $1.title.utf8.count }
        let rows = contacts.count + deals.count + doneToday.count + tasksToday.count + tasksOverdue.count + targets.count
        return 2 * (contactTexts + dealTexts + taskTexts) + rows * 200 + 2000
    }
}

extension LatestMessages {
    /// About how many bytes they take.
    fileprivate var size: Int { list.reduce(0) { $0 + $1.body.utf8.count + 100 } }
}

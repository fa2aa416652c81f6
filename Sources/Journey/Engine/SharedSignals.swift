package import Domain
package import Logging
import ServiceLifecycle
package import Storage
import Synchronization

/// Wakes the services of this process at once, and those of the other instances on its database soon.
///
/// What is sent within one pause goes out once: a thousand messages must not cost a thousand notifications.
package final class SharedSignals: Signals, Service {
    private let local: LocalSignals
    private let store: any Store
    private let clock: WallClock
    private let logger: Logger
    private let followers: HistoryFollowers
    private let pending = Mutex(Pending())
    private let wakeup = Wakeup()
    private static let pause = Duration.milliseconds(50)
    private static let longestWait = Duration.seconds(3600)

    private struct Pending {
        var signals: Set<Signal> = []
        var people: Set<Person> = []
        var drafts: Set<Person> = []
    }

    package init(local: LocalSignals, followers: HistoryFollowers, store: any Store, clock: WallClock, logger: Logger) {
        self.local = local
        self.followers = followers
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    package func send(_ signal: Signal) {
        local.send(signal)
        if pending.withLock({ $0.signals.insert(signal).inserted }) { wakeup() }
    }

    /// Tells those who follow these people's history, here and at the other instances.
    package func grew(_ people: Set<Person>) {
        followers.tell(people)
        if pending.withLock({ $0.people.begin(with: people) }) { wakeup() }
    }

    /// Tells those who follow these people's drafts, here and at the other instances.
    package func draftsChanged(_ people: Set<Person>) {
        followers.tellDrafts(people)
        if pending.withLock({ $0.drafts.begin(with: people) }) { wakeup() }
    }

    package func run() async throws {
        listen()
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.wakeup.wait(atMost: Self.longestWait, sleep: self.clock.sleep)
                await self.notifyPending()
                try await self.clock.sleep(Self.pause)
            }
        }
        // Services that stop after this one still wake each other; nobody else has to know at once.
        try? await gracefulShutdown()
    }

    private func listen() {
        let signals = Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0.topic, $0) })
        store.listen(signals.keys.sorted() + [HistoryTopic.everyone, HistoryTopic.words, HistoryTopic.drafts]) { [local, followers] topic in
            if let signal = signals[topic] {
                local.send(signal)
            } else if let people = HistoryTopic.people(in: topic) {
                people.isEmpty ? followers.tellAll() : followers.tell(people)
            } else if let people = HistoryTopic.people(in: topic, of: HistoryTopic.words) {
                followers.tellWordsElsewhere(people)
            } else if let people = HistoryTopic.people(in: topic, of: HistoryTopic.drafts) {
                people.isEmpty ? followers.tellAllOfDrafts() : followers.tellDrafts(people)
            }
        } onTrouble: { [logger] reason in
            logger.warning("other instances cannot wake this one; it looks for work by itself", metadata: ["reason": "\(reason)"])
        }
    }

    private func notifyPending() async {
        let pending = pending.withLock { pending in
            defer { pending = Pending() }
            return pending
        }
        for signal in pending.signals { await store.notify(signal.topic) }
        for topic in HistoryTopic.topics(of: pending.people) + HistoryTopic.topics(of: pending.drafts, HistoryTopic.drafts) {
            await store.notify(topic)
        }
    }
}

extension Signal {
    /// The name under which the database passes it on.
    package var topic: String { "crm_agent_\(rawValue)" }
}

extension Set<Person> {
    /// Adds those whom the other instances are to be told of next; whether nobody was waiting for that before.
    fileprivate mutating func begin(with people: Set<Person>) -> Bool {
        defer { formUnion(people) }
        return isEmpty
    }
}

import Domain
import Storage
import Synchronization

/// Passes answers that are being written on to the other instances of the database, a few times a second at most.
final class AnswerRelay: Sendable {
    private struct Passing {
        /// Nil once it has been taken to be stored.
        var latest: LiveAnswer?
        /// What is done about the answer, one after the other.
        var work: Task<Void, Never>?
    }

    private let store: any Store
    private let clock: WallClock
    private let instance: String
    private let passing = Mutex<[String: Passing]>([:])
    private static let pause = Duration.milliseconds(200)

    init(store: any Store, clock: WallClock, instance: String) {
        self.store = store
        self.clock = clock
        self.instance = instance
    }

    func pass(_ answer: LiveAnswer, of person: Person) {
        passing.withLock { passing in
            let isWaiting = passing[answer.key]?.latest != nil
            passing[answer.key, default: Passing()].latest = answer
            guard !isWaiting else { return }
            let former = passing[answer.key]?.work
            passing[answer.key]?.work = after(former) {
                try? await self.clock.sleep(Self.pause)
                guard let latest = self.takeLatest(answer.key) else { return }
                // Lost words come with the next ones, or with the message.
                _ = try? await self.store.commit(AnswersUnderWay.keep(latest, of: person, by: self.instance, now: self.clock.now()))
                await self.store.notify(HistoryTopic.words(of: person))
            }
        }
    }

    /// After what is under way, so that no words come back once the answer is over.
    func end(_ answer: LiveAnswer, of person: Person) {
        let former = passing.withLock { $0.removeValue(forKey: answer.key)?.work }
        _ = after(former) {
            _ = try? await self.store.commit(AnswersUnderWay.end(answer.key, of: person, now: self.clock.now()))
            await self.store.notify(HistoryTopic.words(of: person))
        }
    }

    private func after(_ former: Task<Void, Never>?, _ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task {
            await former?.value
            await work()
        }
    }

    private func takeLatest(_ key: String) -> LiveAnswer? {
        passing.withLock { passing in
            defer { passing[key]?.latest = nil }
            return passing[key]?.latest
        }
    }

    func others(_ person: Person, now: Timestamp) -> SQL { AnswersUnderWay.others(person, than: instance, now: now) }
}

import Domain
import Storage
import Synchronization

/// Passes answers that are being written on to the other instances of the database, a few times a second at most.
final class AnswerRelay: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let instance: String
    /// The latest of each answer that is to be passed on.
    private let pending = Mutex<[String: (answer: LiveAnswer, person: Person)]>([:])
    private static let pause = Duration.milliseconds(200)

    init(store: any Store, clock: WallClock, instance: String) {
        self.store = store
        self.clock = clock
        self.instance = instance
    }

    func pass(_ answer: LiveAnswer, of person: Person) {
        let isFirst = pending.withLock { $0.updateValue((answer, person), forKey: answer.key) == nil }
        guard isFirst else { return }
        Task {
            try? await clock.sleep(Self.pause)
            guard let latest = pending.withLock({ $0.removeValue(forKey: answer.key) }) else { return }
            // Lost words come with the next ones, or with the message.
            _ = try? await store.commit(AnswersUnderWay.keep(row(latest.answer), of: latest.person, by: instance, now: clock.now()))
        }
    }

    func end(_ answer: LiveAnswer, of person: Person) {
        pending.withLock { _ = $0.removeValue(forKey: answer.key) }
        Task { _ = try? await store.commit(AnswersUnderWay.end(answer.key, of: person, now: clock.now())) }
    }

    func others(_ person: Person, now: Timestamp) -> SQL { AnswersUnderWay.others(person, than: instance, now: now) }

    private func row(_ answer: LiveAnswer) -> AnswersUnderWay.Answer {
        AnswersUnderWay.Answer(
            key: answer.key, question: answer.question, conversation: answer.conversation, round: answer.round, text: answer.text, tools: answer.tools
        )
    }
}

extension LiveAnswer {
    /// - Parameter row: of `AnswersUnderWay.others`.
    init(_ row: Row) {
        let answer = AnswersUnderWay.answer(row)
        self.init(
            key: answer.key, question: answer.question, conversation: answer.conversation, round: answer.round, text: answer.text, tools: answer.tools
        )
    }
}

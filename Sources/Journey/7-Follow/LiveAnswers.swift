package import Domain
package import Storage
import Synchronization

/// Answers that are being written, as far as they are: what a reader sees before a message is whole.
///
/// Each is one text that grows, and every reader takes of it what it has not seen: a slow one takes more at once, and nothing is
/// kept for it. Where several instances share a database, the text is passed on through it a few times a second.
package final class LiveAnswers: Sendable {
    private let followers: HistoryFollowers
    private let relay: AnswerRelay?
    private let answers = Mutex<[Person: [LiveAnswer]]>([:])

    /// - Parameter store: of an instance that shares its database with others; nil where there are none.
    package init(followers: HistoryFollowers, relayingThrough store: (any Store)?, clock: WallClock, instance: String) {
        self.followers = followers
        relay = store.map { AnswerRelay(store: $0, clock: clock, instance: instance) }
    }

    /// An answer to a person's message has been begun; whoever began it has to `end` it.
    func begin(for person: Person, question: Int64, conversation: Int64?) -> AnswerWriting {
        let answer = LiveAnswer(key: Token.random(), question: question, conversation: conversation)
        answers.withLock { $0[person, default: []].append(answer) }
        return AnswerWriting(answer, of: person, in: self)
    }

    fileprivate func changed(_ answer: LiveAnswer, of person: Person) {
        answers.withLock { answers in
            guard let place = answers[person]?.firstIndex(where: { $0.key == answer.key }) else { return }
            answers[person]?[place] = answer
        }
        followers.tellWords(person)
        relay?.pass(answer, of: person)
    }

    fileprivate func ended(_ answer: LiveAnswer, of person: Person) {
        answers.withLock { answers in
            answers[person]?.removeAll { $0.key == answer.key }
            if answers[person]?.isEmpty == true { answers[person] = nil }
        }
        followers.tellWords(person)
        relay?.end(answer, of: person)
    }

    /// Those of a person that this instance writes.
    func own(_ person: Person) -> [LiveAnswer] { answers.withLock { $0[person] ?? [] } }

    /// What tells those that other instances write; nil where there are none.
    func others(_ person: Person, now: Timestamp) -> SQL? { relay?.others(person, now: now) }
}

/// An answer as far as it is; the other instances get it just so.
typealias LiveAnswer = AnswersUnderWay.Answer

/// Whoever writes an answer says here how far it is.
final class AnswerWriting: Sendable {
    private let answer: Mutex<LiveAnswer>
    private let person: Person
    private let answers: LiveAnswers

    fileprivate init(_ answer: LiveAnswer, of person: Person, in answers: LiveAnswers) {
        self.answer = Mutex(answer)
        self.person = person
        self.answers = answers
    }

    func say(_ words: String) {
        change { answer in
            answer.text += words
            answer.tools = []
        }
    }

    /// What was said so far was not the answer yet.
    func restart() {
        change { answer in
            guard !answer.text.isEmpty else { return }
            answer.text = ""
            answer.round += 1
        }
    }

    func look(with tools: [String]) { change { $0.tools = tools } }

    func end() { answers.ended(answer.withLock { $0 }, of: person) }

    private func change(_ change: (inout LiveAnswer) -> Void) {
        // Under the lock, so that what is passed on never goes back.
        answer.withLock { answer in
            change(&answer)
            answers.changed(answer, of: person)
        }
    }
}

import Testing

@testable import Domain

@Suite struct `What happens next in a sequence` {
    private let sent = Timestamp(seconds: 1_000_000)
    private let sequence = MessageSequence([
        SequenceStep(after: WaitTime(3, .day), prompt: "Second", onReply: 3), SequenceStep(after: WaitTime(4, .day), prompt: "Third"),
        SequenceStep(after: WaitTime(1, .day), when: .replied, prompt: "Thanks"), SequenceStep(after: WaitTime(2, .day), when: .always, prompt: "Last"),
    ])

    @Test func `waits its time, counted from when the message was sent`() {
        #expect(move(step: 0, after: 2) == .wait(until: day(3)))
        #expect(move(step: 0, after: 3) == .take(1))
        #expect(move(step: 1, next: 2, after: 6) == .take(2))
    }

    @Test func `passes over a step that only an answer leads to`() {
        #expect(sequence.next(after: 2) == 4)
        #expect(move(step: 2, after: 2) == .take(4))
    }

    @Test func `ends after the last step, and where the steps have become fewer`() {
        #expect(move(step: 4, after: 0) == .finish)
        #expect(MessageSequence([]).move(position(step: 2, next: 3), now: day(0)) == .finish)
    }

    @Test func `after an answer goes where the step leads that is waited for, or ends`() {
        #expect(move(step: 0, next: 1, repliedAt: day(1), after: 1) == .branch(to: 3, from: day(1), until: day(2)))
        #expect(move(step: 1, next: 2, repliedAt: day(1), after: 1) == .stop(why: "replied"))
    }

    @Test func `takes the step that an answer has led to at its time, and one that is always taken`() {
        #expect(move(step: 0, next: 3, waitFrom: day(1), repliedAt: day(1), after: 1) == .wait(until: day(2)))
        #expect(move(step: 0, next: 3, waitFrom: day(1), repliedAt: day(1), after: 2) == .take(3))
        #expect(move(step: 3, next: 4, repliedAt: day(1), after: 2) == .take(4))
    }

    @Test(arguments: [
        (SequencePosition.Message.underWay, SequenceMove.wait(until: Timestamp(seconds: 1_003_600))), (.rejected, .stop(why: "rejected")),
        (.failed, .stop(why: "failed")), (.keptOut(by: "held"), .retry(rule: "held")),
    ])
    func `depends on what became of the message before`(message: SequencePosition.Message, move: SequenceMove) {
        #expect(sequence.move(SequencePosition(step: 0, next: 1, message: message), now: sent) == move)
    }

    private func day(_ number: Int64) -> Timestamp { sent.adding(.seconds(number * 86_400)) }

    private func position(step: Int, next: Int? = nil, waitFrom: Timestamp? = nil, repliedAt: Timestamp? = nil) -> SequencePosition {
        SequencePosition(step: step, next: next, waitFrom: waitFrom, repliedAt: repliedAt, message: .sent(sent))
    }

    private func move(step: Int, next: Int? = nil, waitFrom: Timestamp? = nil, repliedAt: Timestamp? = nil, after days: Int64) -> SequenceMove {
        sequence.move(position(step: step, next: next, waitFrom: waitFrom, repliedAt: repliedAt), now: day(days))
    }
}

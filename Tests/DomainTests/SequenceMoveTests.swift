import Testing

@testable import Domain

@Suite struct `What happens next in a sequence` {
    private let sent = Timestamp(seconds: 1_000_000)
    private let sequence = MessageSequence([
        SequenceStep(after: WaitTime(3, .day), prompt: "Second", onReply: 3), SequenceStep(after: WaitTime(4, .day), prompt: "Third"),
        SequenceStep(after: WaitTime(1, .day), when: .replied, prompt: "Thanks"),
        SequenceStep(after: WaitTime(2, .day), when: .always, prompt: "Last"),
    ])

    @Test func `waits its time, counted from when the message was sent`() {
        #expect(move(step: 0, after: 2) == .wait(until: day(3)))
        #expect(move(step: 0, after: 3) == .take(1))
        #expect(move(step: 1, after: 6) == .take(2))
    }

    @Test func `passes over a step that only an answer leads to`() {
        #expect(sequence.next(after: 2) == 4)
        #expect(move(step: 2, after: 2) == .take(4))
    }

    @Test func `ends after the last step, and where the steps have become fewer`() {
        #expect(move(step: 4, after: 0) == .finish)
        #expect(MessageSequence([]).move(position(step: 2), now: day(0)) == .finish)
        #expect(MessageSequence([]).move(position(step: 0, branch: .init(step: 3, from: day(0))), now: day(9)) == .finish)
    }

    @Test func `after an answer goes where the step leads that is waited for, or ends`() {
        #expect(move(step: 0, repliedAt: day(1), after: 1) == .branch(.init(step: 3, from: day(1)), until: day(2)))
        #expect(move(step: 1, repliedAt: day(1), after: 1) == .stop(.replied))
    }

    @Test func `takes the step that an answer has led to at its time, and one that is always taken`() {
        let branch = SequencePosition.Branch(step: 3, from: day(1))
        #expect(move(step: 0, branch: branch, repliedAt: day(1), after: 1) == .wait(until: day(2)))
        #expect(move(step: 0, branch: branch, repliedAt: day(1), after: 2) == .take(3))
        #expect(move(step: 3, repliedAt: day(1), after: 2) == .take(4))
    }

    @Test(arguments: [
        (SequencePosition.Message.underWay, SequenceMove.wait(until: Timestamp(seconds: 1_003_600))), (.rejected, .stop(.rejected)),
        (.failed, .stop(.failed)), (.cancelled, .stop(.cancelled)), (.keptOut, .retry), (.withheld, .stop(.cancelled)),
        (.leaving(Timestamp(seconds: 1_000_000)), .wait(until: Timestamp(seconds: 1_000_300))),
        (.leaving(Timestamp(seconds: 1_000_001)), .wait(until: Timestamp(seconds: 1_000_001))),
    ])
    func `depends on what became of the message before`(message: SequencePosition.Message, move: SequenceMove) {
        #expect(sequence.move(SequencePosition(step: 0, message: message), now: sent) == move)
    }

    @Test func `is not over before its last message goes out`() {
        func move(repliedAt: Timestamp? = nil) -> SequenceMove {
            sequence.move(SequencePosition(step: 4, repliedAt: repliedAt, message: .sent(day(3))), now: day(2))
        }
        #expect(move() == .wait(until: day(3)) && move(repliedAt: day(1)) == .wait(until: day(3)))
        #expect(sequence.move(SequencePosition(step: 2, repliedAt: day(1), message: .sent(day(3))), now: day(2)) == .stop(.replied))
    }

    @Test(arguments: [SequencePosition.Message.leaving(Timestamp(seconds: 2_000_000)), .failed, .withheld])
    func `an answer counts where the message does not go out, or not yet`(message: SequencePosition.Message) {
        let position = SequencePosition(step: 1, repliedAt: day(1), message: message)
        #expect(sequence.move(position, now: day(1)) == .branch(.init(step: 3, from: day(1)), until: day(2)))
    }

    @Test(arguments: [SequencePosition.Message.underWay, .keptOut])
    func `an answer while a message is not out yet counts for its own step`(message: SequencePosition.Message) {
        func move(step: Int) -> SequenceMove {
            sequence.move(SequencePosition(step: step, repliedAt: day(1), message: message), now: day(1))
        }
        #expect(move(step: 0) == .stop(.replied) && move(step: 2) == .stop(.replied))
        #expect(move(step: 1) == .branch(.init(step: 3, from: day(1)), until: day(2)))
        #expect(move(step: 4) == (message == .keptOut ? .retry : .wait(until: day(1).adding(.seconds(3600)))))
    }

    @Test func `an answer before a message that goes out in any case does not count for the step after it`() {
        let series = MessageSequence([
            SequenceStep(after: WaitTime(1, .day), when: .always, prompt: "Second"), SequenceStep(after: WaitTime(1, .day), prompt: "Third"),
        ])
        func move(repliedAt: Timestamp) -> SequenceMove {
            series.move(SequencePosition(step: 1, repliedAt: repliedAt, message: .sent(day(3))), now: day(4))
        }
        #expect(move(repliedAt: day(2)) == .take(2))
        #expect(move(repliedAt: day(4)) == .stop(.replied))
        #expect(series.move(SequencePosition(step: 0, repliedAt: day(2), message: .sent(day(3))), now: day(4)) == .take(1))
    }

    @Test func `passes over a step without text, but not the first message`() {
        func move(step: Int, after days: Int64) -> SequenceMove {
            sequence.move(SequencePosition(step: step, message: .wordless(sent)), now: day(days))
        }
        #expect(move(step: 1, after: 3) == .wait(until: day(4)) && move(step: 1, after: 4) == .take(2))
        #expect(move(step: 0, after: 0) == .stop(.failed) && move(step: 4, after: 0) == .finish)
    }

    @Test func `tells when the next step is due, as far as that is known`() {
        func due(_ message: SequencePosition.Message, step: Int = 0, repliedAt: Timestamp? = nil) -> Timestamp? {
            sequence.due(SequencePosition(step: step, repliedAt: repliedAt, message: message))
        }
        #expect(due(.sent(sent)) == day(3) && due(.leaving(day(1))) == day(4) && due(.wordless(sent), step: 1) == day(4))
        #expect(due(.sent(sent), repliedAt: day(1)) == day(2) && due(.sent(sent), step: 1, repliedAt: day(1)) == nil)
        #expect(due(.sent(sent), step: 4) == nil && due(.wordless(sent)) == nil)
        for message in [SequencePosition.Message.underWay, .withheld, .keptOut, .rejected, .failed, .cancelled] { #expect(due(message) == nil) }
        #expect(sequence.due(position(step: 0, branch: .init(step: 3, from: day(1)), repliedAt: day(1))) == day(2))
    }

    private func day(_ number: Int64) -> Timestamp { sent.adding(.seconds(number * 86_400)) }

    private func position(step: Int, branch: SequencePosition.Branch? = nil, repliedAt: Timestamp? = nil) -> SequencePosition {
        SequencePosition(step: step, branch: branch, repliedAt: repliedAt, message: .sent(sent))
    }

    private func move(step: Int, branch: SequencePosition.Branch? = nil, repliedAt: Timestamp? = nil, after days: Int64) -> SequenceMove {
        sequence.move(position(step: step, branch: branch, repliedAt: repliedAt), now: day(days))
    }
}

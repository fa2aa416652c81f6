import Storage

/// What a reader is told of answers that are being written.
package struct AnswerPart: Equatable, Sendable {
    package var key: String
    package var question: Int64
    package var conversation: Int64?
    /// Further words; all so far where `isStart`.
    package var text: String
    /// Whether what was told before is void.
    package var isStart: Bool
    /// The tools that are at work.
    package var tools: [String]
    /// Whether nothing follows: the message is in the history, or there is none.
    package var isOver = false
}

/// How far a reader has been told of answers.
struct AnswerReading {
    private struct Told {
        var answer: LiveAnswer
        var length: Int
    }

    private var told: [String: Told] = [:]

    /// What is new in the answers there are; those that are no more are over.
    mutating func news(in answers: [LiveAnswer]) -> [AnswerPart] {
        let parts = answers.compactMap { part(of: $0) }
        let present = Set(answers.map(\.key))
        let over = told.values.filter { !present.contains($0.answer.key) }.map(\.answer)
        for answer in over { told[answer.key] = nil }
        return parts + over.map { AnswerPart($0, text: "", isStart: false, isOver: true) }
    }

    private mutating func part(of answer: LiveAnswer) -> AnswerPart? {
        let known = told[answer.key]
        let isStart = known?.answer.round != answer.round
        let length = isStart ? 0 : known?.length ?? 0
        let text = String(decoding: answer.text.utf8.dropFirst(length), as: UTF8.self)
        guard isStart || !text.isEmpty || known?.answer.tools != answer.tools else { return nil }
        told[answer.key] = Told(answer: answer, length: answer.text.utf8.count)
        return AnswerPart(answer, text: text, isStart: isStart)
    }
}

extension AnswerPart {
    fileprivate init(_ answer: LiveAnswer, text: String, isStart: Bool, isOver: Bool = false) {
        self.init(
            key: answer.key, question: answer.question, conversation: answer.conversation, text: text, isStart: isStart, tools: answer.tools,
            isOver: isOver)
    }
}

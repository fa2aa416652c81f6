import Domain
import Storage

/// What a turn has come to so far.
struct TurnProgress {
    private(set) var messages: [CompletionRequest.Message]
    private(set) var wishes: [ToolWish] = []
    private var done: [ToolWish] = []
    private(set) var callCount = 0
    private(set) var last: Completion?
    private var said: [String] = []
    private var tokensIn: Int64?
    private var tokensOut: Int64?

    init(messages: [CompletionRequest.Message]) { self.messages = messages }

    var tokens: Int64 { (tokensIn ?? 0).addingSaturated(tokensOut ?? 0) }

    mutating func take(_ completion: Completion) {
        last = completion
        messages.append(.answer(completion))
        if !completion.text.isEmpty { said.append(completion.text) }
        tokensIn = sum(tokensIn, completion.tokensIn)
        tokensOut = sum(tokensOut, completion.tokensOut)
    }

    mutating func take(_ outcomes: [ToolCalls.Outcome], isLastLook: Bool) {
        callCount += outcomes.count
        for (index, outcome) in outcomes.enumerated() {
            let isLast = isLastLook && index == outcomes.count - 1
            messages.append(.result(of: outcome.call, outcome.text + (isLast ? "\nNo further tool can be called now: answer." : "")))
            if let wish = outcome.wish { wishes.append(wish) }
            if let wish = outcome.done, !done.include(wish) { done.append(wish) }
        }
    }

    /// The model's last words are its answer.
    func answered() -> AssistantTurn.Result { result(last?.text ?? "") }

    /// What there is, and that it is not all.
    func ended(by end: TurnEnd) -> AssistantTurn.Result { result((said.suffix(1) + [end.sentence]).joined(separator: "\n")) }

    private func result(_ text: String) -> AssistantTurn.Result {
        AssistantTurn.Result(text: text, wishes: wishes, done: done, writer: last?.writer, tokensIn: tokensIn, tokensOut: tokensOut)
    }

    private func sum(_ left: Int64?, _ right: Int64?) -> Int64? { right.map { $0.addingSaturated(left ?? 0) } ?? left }
}

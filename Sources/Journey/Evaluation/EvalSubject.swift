import Domain

/// A written message with what rules hold it against.
struct EvalSubject: Sendable {
    let message: WrittenMessage
    let recipient: Assignment.Recipient
    /// Names and addresses of contacts that are not written to.
    let others: [String]
    /// Subject and text, as `EvalText.folded` has them.
    let folded: String

    init(_ message: WrittenMessage, to recipient: Assignment.Recipient, others: [String]) {
        self.message = message
        self.recipient = recipient
        self.others = others
        folded = EvalText.folded(message.wording.whole)
    }

    /// What the recipient was told before, newest first.
    var earlier: [String] {
        switch recipient {
        case .contact(let context): context.messages.filter { $0.isSent && !$0.isInbound }.map(\.body)
        case .person(let context): context.messages.filter { if case .agent = $0.kind { true } else { false } }.map(\.body)
        }
    }

    func mentions(_ words: String) -> Bool { folded.contains(EvalText.folded(words)) }
}

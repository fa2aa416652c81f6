import Domain

/// A written message with what rules hold it against.
struct EvalSubject: Sendable {
    let message: WrittenMessage
    let recipient: Assignment.Recipient
    /// Names and addresses of contacts that are not written to.
    let others: [String]
    /// Subject and text, and the text alone, as `EvalText.folded` has them.
    private let whole: String
    private let body: String

    init(_ message: WrittenMessage, to recipient: Assignment.Recipient, others: [String]) {
        self.message = message
        self.recipient = recipient
        self.others = others
        whole = EvalText.folded(message.wording.whole)
        body = EvalText.folded(message.text)
    }

    /// What the recipient was told before, newest first.
    var earlier: [String] {
        switch recipient {
        case .contact(let context): context.messages.filter { $0.isSent && !$0.isInbound }.map(\.body)
        case .person(let context): context.messages.filter { if case .agent = $0.kind { true } else { false } }.map(\.body)
        }
    }

    /// In its text.
    func mentions(_ words: String) -> Bool { body.contains(EvalText.folded(words)) }

    /// In its subject or its text.
    func has(_ words: String) -> Bool { whole.contains(EvalText.folded(words)) }
}

import Domain
import Storage

/// What is said to a person's message, and the changes that the person is to decide on.
struct AssistantReply: Sendable {
    var message: WrittenMessage
    var wishes: [ToolWish]

    init(_ message: WrittenMessage, wishes: [ToolWish] = []) {
        self.message = message
        self.wishes = wishes
    }

    /// - Parameter done: changes that were made because the person allows them.
    init(_ text: String, wishes: [ToolWish], done: [ToolWish] = [], writer: WriterName, tokensIn: Int64? = nil, tokensOut: Int64? = nil) {
        let parts = [text, Self.list("Done, as you allow it in this conversation:", done), Self.list(Self.invitation, wishes)]
        let whole = parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
        self.init(
            WrittenMessage(text: whole, writer: writer, tokensIn: tokensIn, tokensOut: tokensOut), wishes: wishes)
    }

    /// Reminds of what was proposed earlier and still waits.
    init(waiting wishes: [ToolWish]) {
        let text =
            ["This still waits for your decision; answer \u{201C}confirm\u{201D} or \u{201C}decline\u{201D}:"] + wishes.map { "- \($0.sentence)" }
        self.init(WrittenMessage(text: text.joined(separator: "\n"), writer: .offline))
    }

    /// One reply that says both, and proposes what the second proposes.
    func followed(by next: AssistantReply) -> AssistantReply {
        var whole = next
        whole.message.text = [message.text, next.message.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
        return whole
    }

    /// What a model said, with what it is to be followed by where it reports as done what was not: whoever reads it relies on it.
    static func qualified(_ text: String, _ wishes: [ToolWish], _ done: [ToolWish]) -> String {
        guard done.isEmpty, ReportedDeed.isIn(text) else { return text }
        return "\(text)\n\n\(wishes.isEmpty ? nothingDone : nothingDoneYet)"
    }

    static let nothingDone = "Whatever it says above, this answer has changed and sent nothing."
    static let nothingDoneYet = "Whatever it says above, nothing has been changed or sent yet."

    private static let invitation = "To be confirmed by you (on its card, or by answering “confirm” or “decline”):"

    private static func list(_ title: String, _ wishes: [ToolWish]) -> String {
        wishes.isEmpty ? "" : ([title] + wishes.map { "- \($0.sentence)" }).joined(separator: "\n")
    }
}

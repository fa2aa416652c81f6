import Domain

/// Looks through what a model wrote to a contact for claims that no fact carries.
enum ClaimReview {
    /// The message with what was found. What is written offline comes from the records alone and is not looked through.
    static func reviewed(_ message: WrittenMessage, to contact: ContactContext) -> WrittenMessage {
        guard !message.writer.isOffline else { return message }
        var message = message
        message.findings = findings(in: message.text, to: contact)
        return message
    }

    static func findings(in text: String, to contact: ContactContext) -> [UncarriedClaim] {
        ClaimCheck.uncarried(in: text, facts: ContactFactSheet.sheet(contact))
    }
}

/// Words of a draft that no fact bears out and that nobody has answered for.
package struct UncarriedWords: Error, Equatable, Sendable {
    package var phrases: [String]

    /// What stands in the way, and what to do.
    package var sentence: String {
        let words = Wording.list(phrases.map { "\u{201C}\(PlainText.line($0, limit: 80))\u{201D}" }, limit: 5)
        return "No fact bears out \(words): change the text, or send it nevertheless with despite_findings. It stays a draft."
    }
}

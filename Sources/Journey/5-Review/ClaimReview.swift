import Domain
import Storage

/// Looks through what a model wrote to a contact for claims that no fact carries.
struct ClaimReview {
    let store: any Store
    let clock: WallClock

    /// What no fact bears out as the records are now; nothing where there is no such contact.
    ///
    /// - Throws: `RowNotFound` for an unknown workspace, `StoreError`.
    func findings(in text: String, to contact: Int64, of workspace: WorkspaceID) async throws -> [UncarriedClaim] {
        let settings = WorkspaceSettings(store: store, clock: clock)
        let contexts = try await ContextBuilder(store: store, settings: settings, olderMessages: false).contacts(workspace, [contact])
        return contexts[contact].map { Self.findings(in: text, to: $0) } ?? []
    }

    /// The message with what was found. What is written offline comes from the records alone and is not looked through.
    static func reviewed(_ message: WrittenMessage, to contact: ContactContext) -> WrittenMessage {
        guard !message.writer.isOffline else { return message }
        var message = message
        message.findings = findings(in: message.text, to: contact)
        return message
    }

    private static func findings(in text: String, to contact: ContactContext) -> [UncarriedClaim] {
        ClaimCheck.uncarried(in: text, facts: ContactFactSheet.sheet(contact))
    }
}

/// Words of a draft that no fact bears out and that nobody has answered for.
package struct UncarriedWords: Error, Equatable, Sendable {
    package var phrases: [String]

    /// What stands in the way, and what to do.
    package var sentence: String {
        let words = Wording.list(phrases.map { "\u{201C}\(PlainText.line($0, limit: 80))\u{201D}" }, limit: 5)
        return "No fact bears out \(words): change the text, or send it nevertheless."
    }
}

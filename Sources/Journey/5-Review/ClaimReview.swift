import Domain
import Storage

/// Looks through what a model wrote to a contact for claims that no fact carries.
struct ClaimReview {
    let store: any Store
    let clock: WallClock

    /// What no fact bears out of each text as the records are now; nothing where there is no such contact.
    ///
    /// - Throws: `RowNotFound` for an unknown workspace, `StoreError`.
    func findings(in texts: [String], to contact: Int64, of workspace: WorkspaceID) async throws -> [[UncarriedClaim]] {
        let settings = WorkspaceSettings(store: store, clock: clock)
        let contexts = try await ContextBuilder(store: store, settings: settings, olderMessages: false).contacts(workspace, [contact])
        guard let context = contexts[contact] else { return texts.map { _ in [] } }
        let sheet = ContactFactSheet.sheet(context)
        return texts.map { Self.readByPerson(ClaimCheck.uncarried(in: $0, facts: sheet)) }
    }

    /// That a message is in a language of which no claim is read keeps it from leaving by itself; whoever is asked about each
    /// message reads it anyway.
    private static func readByPerson(_ findings: [UncarriedClaim]) -> [UncarriedClaim] { findings.filter { $0.kind != .language } }

    /// The message with what was found. What is written offline comes from the records alone and is not looked through.
    static func reviewed(_ message: WrittenMessage, to contact: ContactContext, _ autonomy: Autonomy) -> WrittenMessage {
        guard !message.writer.isOffline else { return message }
        var message = examined(message, to: contact)
        if autonomy == .ask {
            message.findings = readByPerson(message.findings)
            message.subjectFindings = readByPerson(message.subjectFindings)
        }
        return message
    }

    /// The message with what was found, whoever wrote it.
    static func examined(_ message: WrittenMessage, to contact: ContactContext) -> WrittenMessage {
        var message = message
        let sheet = ContactFactSheet.sheet(contact)
        message.findings = ClaimCheck.uncarried(in: message.text, facts: sheet)
        message.subjectFindings = message.subject.map { ClaimCheck.uncarried(in: $0, facts: sheet) } ?? []
        return message
    }
}

/// Words of a draft that no fact bears out and that nobody has answered for.
package struct UncarriedWords: Error, Equatable, Sendable {
    package var phrases: [String]

    /// What stands in the way, and what to do.
    package var sentence: String {
        let words = Wording.list(phrases.map { "\u{201C}\(PlainText.line($0, limit: 80))\u{201D}" }, limit: 5)
        return "\(words) held it back, as its findings say: change the text, or send it nevertheless."
    }
}

/// Asks for what was sent to a contact, or came from one: what did we last write to Anna; what did Anna say.
struct CorrespondenceQuestion: Equatable {
    enum Direction {
        case sent, received
    }

    let direction: Direction

    static func mayBe(_ message: MessageWords, _ intent: ChatIntent) -> Bool {
        intent == .history || message.has("did") && message.hasAny(["say", "reply", "answer", "respond"])
    }

    /// Nil where the message asks for no correspondence, or only for what was written about somebody.
    init?(_ message: MessageWords, _ intent: ChatIntent, naming subject: NamedSubject) {
        guard Self.mayBe(message, intent), !subject.contacts.isEmpty, !message.hasAny(["about", "regarding", "mention", "mentioned"]) else {
            return nil
        }
        let names = Set(subject.names.flatMap(MessageWords.split))
        guard let place = message.bare.firstIndex(where: names.contains), let end = message.bare.lastIndex(where: names.contains) else { return nil }
        let isFrom = place > 0 && ["from", "by"].contains(message.words[place - 1])
        // Whoever stands before the verb has written.
        let writes = message.words.indices.contains { $0 > end && $0 <= end + 2 && Self.verbs.contains(message.words[$0]) }
        direction = isFrom || writes && !message.hasAny(["we", "i"]) || writes && message.hasAny(["us", "me"]) ? .received : .sent
    }

    private static let verbs: Set<String> = [
        "write", "wrote", "written", "say", "said", "send", "sent", "reply", "replied", "answer", "answered", "respond", "responded", "tell", "told",
    ]
}

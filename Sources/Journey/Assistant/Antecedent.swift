import Domain
import Storage

/// Whom a pronoun in a question means: what's her phone number, after a question about Anna.
///
/// For questions only, whose answer says the name: a change must name whom it is about.
struct Antecedent {
    let store: any Store
    let context: PersonContext

    /// The question with the contact's name in the place of the pronoun; as it was typed where nothing is to be replaced, or where the messages
    /// just before do not name one contact, and that one alone.
    ///
    /// - Throws: `StoreError`.
    func named(in question: Assistant.Question, now: Timestamp) async throws -> String {
        guard Self.asksByPronoun(question.text), NamedSubject.find(in: MessageWords(question.text), context, byPart: true) == nil else {
            return question.text
        }
        let earlier = try await store.read(
            Communications.typed(
                context.person, conversation: question.conversation, before: question.id, since: now.adding(Self.validity * -1), limit: Self.most))
        guard let name = try await name(in: earlier.map { $0.text(0) }) else { return question.text }
        return Self.replacing(pronounsOf: question.text, by: name)
    }

    /// - Parameter messages: the latest first. One that says a pronoun itself leads to the one before it, as does one that only decides.
    private func name(in messages: [String]) async throws -> String? {
        for message in messages where Decision(message) == nil && ProposalAnswer(message)?.isBare != true {
            let wider = try await WiderLook(store: store).widened(context, for: .chat(message: message))
            if let subject = NamedSubject.find(in: MessageWords(message), wider, byPart: true) {
                return subject.contacts.count == 1 ? subject.contacts[0].name : nil
            }
            guard Self.hasPronoun(message) else { return nil }
        }
        return nil
    }

    private static let most: Int64 = 4
    private static let validity = Duration.seconds(3600)

    static func asksByPronoun(_ text: String) -> Bool {
        guard text.utf8.count <= 200, hasPronoun(text) else { return false }
        let message = MessageWords(text)
        guard PlainCommand(text) == nil, ![.writing, .changing, .reporting].contains(ChatIntent(message)) else { return false }
        return text.contains("?") || message.words.first.map(openings.contains) == true
    }

    private static func hasPronoun(_ text: String) -> Bool {
        MessageWords(String(text.prefix(200))).hasAny(["her", "his", "him", "he", "she", "hes", "shes"])
    }

    private static func replacing(pronounsOf text: String, by name: String) -> String {
        text.replacing(pronoun) { match in
            match.1 == nil ? name : "\(name)'s"
        }
    }

    private static var pronoun: Regex<(Substring, Substring?)> {
        /\b(?:(her|his)|him|he|she)\b/.ignoresCase()
    }

    private static let openings: Set<String> = [
        "what", "whats", "which", "where", "wheres", "how", "hows", "who", "whos", "when", "is", "does", "did", "do", "has", "and", "any", "show",
        "tell",
    ]
}

import Domain
import Storage

/// Whom a pronoun in a question means: what's her phone number, after a question about Anna.
///
/// For questions, whose answer says the name, and for wishes that say call them and the like: their proposal names the contact before
/// anything happens.
struct Antecedent {
    let store: any Store
    let context: PersonContext

    /// The question with the contact's name in the place of the pronoun; as it was typed where nothing is to be replaced, or where the messages
    /// just before do not name one contact, and that one alone.
    ///
    /// - Throws: `StoreError`.
    func named(in question: Assistant.Question, now: Timestamp) async throws -> String {
        guard Self.asksByPronoun(question.text) || Self.wishesByPronoun(question.text),
            NamedSubject.find(in: MessageWords(question.text), context, byPart: true) == nil
        else { return question.text }
        let earlier = try await store.read(
            Communications.typed(
                context.person, conversation: question.conversation, before: question.id, since: now.adding(Self.validity * -1), limit: Self.most))
        guard let name = try await name(in: earlier.map { $0.text(0) }) else { return question.text }
        return Self.asksByPronoun(question.text)
            ? Self.replacing(pronounsOf: question.text, by: name) : question.text.replacing(Self.object) { "\($0.1) \(name)" }
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
        // These are they.
        guard !message.hasAny(many) else { return false }
        guard PlainCommand(text) == nil, ![.writing, .changing, .reporting].contains(ChatIntent(message)) else { return false }
        return text.contains("?") || message.words.first.map(openings.contains) == true
    }

    private static func wishesByPronoun(_ text: String) -> Bool {
        text.utf8.count <= 200 && isObject(in: text) && PlainCommand(text) != nil
    }

    /// Whether it says to whom something is done by a pronoun alone: call them, but not call her boss, nor order labels and send them.
    static func isObject(in text: String) -> Bool { text.firstMatch(of: object) != nil }

    private static var object: Regex<(Substring, Substring)> {
        #/
        \b(call|called|phone|phoned|ring|meet|met|visit|visited|chase|with|spoke\ to|talked\ to)\ (?:them|her|him)
        (?=$|[.,!?;]|\ (?:on|at|in|by|to|about|and|today|tomorrow|next|this|tonight|back|again|until|before|after|for|yesterday|[a-z]+day)\b)
        /#.ignoresCase()
    }

    private static let many: Set<String> = [
        "customers", "leads", "contacts", "clients", "prospects", "people", "deals", "tasks", "products", "agents", "drafts", "messages", "targets",
    ]

    private static func hasPronoun(_ text: String) -> Bool {
        MessageWords(String(text.prefix(200))).hasAny(["her", "his", "him", "he", "she", "hes", "shes", "their", "them", "they"])
    }

    private static func replacing(pronounsOf text: String, by name: String) -> String {
        text.replacing(pronoun) { match in
            match.1 == nil ? name : "\(name)'s"
        }
    }

    private static var pronoun: Regex<(Substring, Substring?)> {
        /\b(?:(her|his|their)|him|he|she|them|they)\b/.ignoresCase()
    }

    private static let openings: Set<String> = [
        "what", "whats", "which", "where", "wheres", "how", "hows", "who", "whos", "when", "is", "does", "did", "do", "has", "and", "any", "show",
        "tell",
    ]
}

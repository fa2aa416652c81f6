/// Asks how a contact is reached, where it works, in which stage it is, or whether it agreed to messages: what's Anna's phone number; email
/// of Anna Berg.
struct ContactQuestion: Equatable {
    enum Detail: CaseIterable {
        case phone, email, company, stage, consent
    }

    /// At least one, each once.
    let details: [Detail]
    /// Whom it names, by the place of a name, where that may be one.
    let unknownName: String?
    /// Whether it says her, his or their instead of a name.
    let isByPronoun: Bool

    /// Nil for every other message, such as a wish to phone somebody, or a question about what was mailed.
    init?(_ message: MessageWords) {
        guard message.words.count <= 20 else { return nil }
        let words = WordsOfContact(message)
        let isOfConsent = words.asksForConsent
        guard isOfConsent || !message.hasAny(Self.others) && !words.isErrand else { return nil }
        let found = isOfConsent ? [.consent] : words.asksHowToReach ? [.phone, .email] : Detail.allCases.filter(words.ask)
        guard !found.isEmpty else { return nil }
        details = found
        unknownName = words.owner
        isByPronoun = message.hasAny(["her", "his", "their", "she", "he", "him", "them", "they"])
    }

    /// With these it asks for something else than what is recorded: what was written, what is to be done.
    private static let others: Set<String> = [
        "about", "did", "when", "sent", "send", "wrote", "write", "written", "reply", "replied", "answer", "answered", "should", "shall", "must",
        "remind", "last", "latest", "deal", "deals", "task", "tasks", "move", "change", "set", "update",
    ]
}

/// Tells nouns from verbs by the words beside them: Anna's phone, phone Anna.
private struct WordsOfContact {
    private let message: MessageWords
    private let words: [String]

    init(_ message: MessageWords) {
        self.message = message
        words = message.words
    }

    /// `phone Anna`, `email Anna Berg`, but not `email of Anna` nor `phone number of Anna`.
    var isErrand: Bool {
        guard let verb = message.leading, let place = words.firstIndex(of: verb) else { return false }
        guard ChatVocabulary.writingVerbs.contains(verb) || ChatVocabulary.changingVerbs.contains(verb) else { return false }
        return !["of", "address", "for"].contains(word(place + 1))
    }

    var asksHowToReach: Bool {
        let asks = message.has("how") && message.hasAny(["reach", "contact"]) && message.hasAny(["can", "do", "could", "to"])
        return asks || message.contains(["contact", "details"]) || message.contains(["contact", "data"]) || message.contains(["contact", "info"])
    }

    /// Did Anna agree to messages; has Anna consented; may we write to Anna.
    var asksForConsent: Bool {
        guard let first = words.first(where: { !["hi", "hello", "hey", "please"].contains($0) }), Self.asking.contains(first) else { return false }
        if message.hasAny(["consent", "consented", "unsubscribed", "suppressed"]) || message.contains(["opted", "out"]) { return true }
        if words.indices.contains(where: { isOfMessages(after: $0) }) { return true }
        return first == "may" && message.hasAny(["i", "we"]) && message.hasAny(["write", "email", "mail", "message"])
    }

    /// `agree to messages`, `agreed to get our newsletter`, `allowed to email`, but not `agree to the offer in the mail`.
    private func isOfMessages(after place: Int) -> Bool {
        guard ["agree", "agreed", "agrees", "allowed", "permission"].contains(words[place]) else { return false }
        let rest = words[(place + 1)...].drop { ["to", "for", "get", "receive", "getting", "receiving", "our", "any", "be"].contains($0) }
        return rest.first.map(Self.sending.contains) ?? false
    }

    private static let asking: Set<String> = [
        "did", "has", "have", "is", "are", "may", "does", "do", "what", "whats", "which", "who", "was", "whose", "consent",
    ]
    private static let sending: Set<String> = [
        "message", "messages", "mail", "mails", "email", "emails", "newsletter", "newsletters", "marketing", "contacted", "write",
    ]

    func ask(for detail: ContactQuestion.Detail) -> Bool {
        switch detail {
        case .consent: asksForConsent
        case .phone: words.indices.contains { isPhone(at: $0) }
        case .email: words.indices.contains { isEmail(at: $0) }
        case .company: words.indices.contains { isCompany(at: $0) } || asksWhereItWorks
        case .stage: words.indices.contains { words[$0] == "stage" && isNoun(at: $0) } || message.has("stage") && message.hasAny(["in", "is", "at"])
        }
    }

    /// `Anna Berg` of Anna Berg's phone, and of phone number of Anna Berg; nil for what is no name, such as my company's phone.
    var owner: String? {
        if let place = words.indices.first(where: { message.bare[$0] != words[$0] }) {
            let mayBeName = NamedSubject.mayBeginName(message.bare[place]) || NamedSubject.isOwner(at: place, in: message)
            guard mayBeName, !["my", "our", "your", "the"].contains(word(place - 1)) else { return nil }
            let last = String(message.typed[place].dropLast())
            let isWhole = message.isCapitalised(place - 1) && place > 1 && message.continues(place) && NamedSubject.mayBeginName(word(place - 1))
            return isWhole ? "\(message.typed[place - 1]) \(last)" : last
        }
        guard let place = words.lastIndex(where: ["of", "for"].contains), NamedSubject.mayBeginName(word(place + 1)) else { return nil }
        return message.typed[(place + 1)...].prefix(3).joined(separator: " ")
    }

    private static let phones: Set<String> = ["phone", "telephone", "mobile", "cell", "cellphone", "tel"]

    private func isPhone(at place: Int) -> Bool {
        if Self.phones.contains(words[place]) { return ["number", "numbers", "no", "nr"].contains(word(place + 1)) || isNoun(at: place) }
        guard words[place] == "number" else { return false }
        return isPossessive(place - 1) || word(place - 1) == "contact" || ["of", "for"].contains(word(place + 1)) && message.isCapitalised(place + 2)
    }

    private func isEmail(at place: Int) -> Bool {
        if words[place] == "address" { return ["email", "mail"].contains(word(place - 1)) || isPossessive(place - 1) || word(place + 1) == "of" }
        guard ["email", "mail"].contains(words[place]), !["to", "from"].contains(word(place + 1)) else { return false }
        // E-mail is two words.
        return isNoun(at: place, from: word(place - 1) == "e" ? place - 1 : place)
    }

    private func isCompany(at place: Int) -> Bool {
        guard ["company", "employer"].contains(words[place]) else { return false }
        return isPossessive(place - 1) || word(place + 1) == "of" || ["which", "what"].contains(word(place - 1)) && message.hasAny(["does", "is"])
    }

    private var asksWhereItWorks: Bool {
        message.hasAny(["work", "works", "working"]) && (message.has("where") || message.has("who") && message.hasAny(["for", "at", "with"]))
            && message.hasAny(["does", "is", "works"])
    }

    /// - Parameter first: where the noun begins.
    private func isNoun(at place: Int, from first: Int? = nil) -> Bool {
        let before = (first ?? place) - 1
        if isPossessive(before) { return true }
        if ["of"].contains(word(place + 1)) { return true }
        if word(place + 1) == "for" { return before < 0 || ["the", "a", "an", "any", "what", "whats", "which"].contains(word(before)) }
        if ["which", "what"].contains(word(before)) { return ["does", "has", "do", "is", "have"].contains(word(place + 1)) }
        // "Anna Berg email", and nothing more.
        return place == words.count - 1 && words.count <= 4 && before >= 0 && message.isCapitalised(before)
    }

    private func isPossessive(_ place: Int) -> Bool {
        words.indices.contains(place) && (message.bare[place] != words[place] || ["her", "his", "their"].contains(words[place]))
    }

    private func word(_ place: Int) -> String { words.indices.contains(place) ? words[place] : "" }
}

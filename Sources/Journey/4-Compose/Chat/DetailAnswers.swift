import Domain

extension ChatAnswerer {
    /// How a contact is reached, or where it stands, by its record; nil where the records were not looked at.
    func details(_ details: [ContactQuestion.Detail], of subject: NamedSubject) -> ChatReply? {
        guard let cards = context.found.cards else { return nil }
        guard let card = cards.first else {
            let kinds = Wording.list(details.map(\.noun))
            return ChatReply(
                "There is no contact \(subject.label), only deals under that name, so no \(kinds) is recorded.",
                "\(subject.label) is named by deals only: without a contact no \(kinds) is recorded.", body: Self.onContactsPage)
        }
        guard cards.count == 1 else { return several(cards, details, subject) }
        guard details.count == 1, let detail = details.first else {
            return ChatReply("\(card.label):", "On record for \(card.label):", body: details.map { "- \(card.line($0))" }.joined(separator: "\n"))
        }
        let (value, obstacle) = (card.value(detail), card.obstacle(to: detail))
        guard !value.isEmpty else {
            return ChatReply(
                "No \(detail.noun) is recorded for \(card.label).", "The records hold no \(detail.noun) of \(card.label).",
                body: obstacle.isEmpty ? Self.onContactsPage : obstacle)
        }
        return ChatReply("\(card.label): \(detail.noun) \(value).", "The \(detail.noun) of \(card.label) is \(value).", body: obstacle)
    }

    /// Whom it names is on no record, or it names nobody; nil where it may be about something else.
    func nobodyKnown(_ question: ContactQuestion) -> ChatReply? {
        if question.isByPronoun {
            return ChatReply(
                "I can't tell whom you mean: name the contact.", "Whom do you mean? Name the contact in full, please.", body: "", closes: false)
        }
        guard let name = question.unknownName else { return question.details == [.consent] ? consentOfOne : nil }
        let label = PlainText.line(name, limit: 80)
        if context.found.manyAreCalledSo { return manyAreCalled(label) }
        return ChatReply(
            "I find no contact called \(label).", "No contact called \(label) is on record.",
            body: "The search on the Contacts page looks through every contact.", closes: false)
    }

    func manyAreCalled(_ label: String) -> ChatReply {
        ChatReply(
            "Several contacts may be meant by \(label).", "\(label) may be one of several contacts.", body: "Say the name in full.", closes: false)
    }

    private func several(_ cards: [ContactCard], _ details: [ContactQuestion.Detail], _ subject: NamedSubject) -> ChatReply {
        let shown = cards.prefix(5).map { card in "- \(card.fullLabel): \(details.map(card.line).joined(separator: "; "))" }
        let more = cards.count > 5 ? "\n- and more; say the name in full" : ""
        return ChatReply(
            "Several contacts fit \(subject.label):", "\(subject.label) may be one of these:", body: shown.joined(separator: "\n") + more)
    }

    private var consentOfOne: ChatReply {
        ChatReply(
            "I tell who agreed to messages for one contact at a time: name it.",
            "Name the contact: I tell its consent to messages for one at a time.",
            body: "A filter finds all of them, in an agent's form or with `crm-agent contacts count`: consent = given, or = withdrawn, or = unknown.",
            closes: false)
    }

    private static let onContactsPage = "It can be entered on the Contacts page."
}

extension ContactQuestion.Detail {
    fileprivate var noun: String {
        switch self {
        case .phone: "phone number"
        case .email: "e-mail address"
        case .company: "company"
        case .stage: "stage"
        case .consent: "consent to messages"
        }
    }
}

extension ContactCard {
    fileprivate var label: String { PlainText.line(name, limit: 80) }

    /// With what tells it from others of the same name.
    fileprivate var fullLabel: String {
        company.isEmpty || company == name ? "\(label) (contact \(id))" : "\(label), \(PlainText.line(company, limit: 80))"
    }

    fileprivate func value(_ detail: ContactQuestion.Detail) -> String {
        switch detail {
        case .phone: PlainText.line(phone, limit: 50)
        case .email: PlainText.line(email, limit: 254)
        case .company: PlainText.line(company, limit: 80)
        case .stage: PlainText.line(stage, limit: 50)
        case .consent: PlainText.line(consent, limit: 50)
        }
    }

    /// `phone number +49 30 1234`, `no e-mail address recorded`.
    fileprivate func line(_ detail: ContactQuestion.Detail) -> String {
        let (value, obstacle) = (value(detail), obstacle(to: detail))
        return (value.isEmpty ? "no \(detail.noun) recorded" : "\(detail.noun) \(value)") + (obstacle.isEmpty ? "" : ". \(obstacle)")
    }

    /// Why consent helps nothing; empty where it does, and for everything else.
    fileprivate func obstacle(to detail: ContactQuestion.Detail) -> String {
        detail == .consent && isSuppressed ? "Its address is one of those to which nothing is sent." : ""
    }
}

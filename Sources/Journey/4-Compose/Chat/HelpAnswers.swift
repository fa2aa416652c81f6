import Domain

extension ChatAnswerer {
    func greeting() -> ChatReply {
        let name = context.name.isEmpty ? "" : ", \(PlainText.line(context.name, limit: 60))"
        let due =
            context.nothingDue
            ? "Nothing is due today." : "Due today: \(context.pendingTodayTally.number). Overdue: \(context.overdueTally.number)."
        return ChatReply(
            "Hello\(name). \(due)", "Good to see you\(name). \(due)", "Hi\(name). \(due)",
            body: "Ask me about tasks, targets, leads, deals or any contact by name.", closes: false)
    }

    func thanks() -> ChatReply {
        ChatReply("You're welcome.", "My pleasure.", "Gladly. I'm here when you need the next look-up.", closes: false)
    }

    func acknowledgement() -> ChatReply {
        ChatReply("All right. Ask me whenever you need a look-up.", "Very well. I'm here for the next question.", closes: false)
    }

    func help() -> ChatReply {
        ChatReply(
            "Without a model I answer from your records. \(Self.canAnswer)", "I look things up in your records. \(Self.canAnswer)",
            body: Self.needsModel, closes: false)
    }

    func unknown() -> ChatReply {
        ChatReply(
            "I can't answer that from your records, and free conversation needs a model. \(Self.canAnswer)",
            "That is beyond what I can do without a model. \(Self.canAnswer)",
            body: Self.needsModel + (context.mayLackContacts ? "\n\(Self.searchHint)" : ""), closes: false
        )
    }

    /// For what may well be recorded, though not among the rows that a message draws on. `finding` goes without a full stop.
    func notLookedAt(_ finding: String, rest: String) -> ChatReply {
        ChatReply(
            "\(finding) among the records I looked at, which are not all.", "I looked at some of the records only. \(finding) among these.",
            body: rest)
    }

    /// A contact the message asks about by a name that no row held has, where there are more; nil where the message names none.
    func contactNotHeld(namedIn message: MessageWords) -> ChatReply? {
        guard context.mayLackContacts, let name = message.trailing(["about", "on"]) else { return nil }
        let label = PlainText.line(name, limit: 80)
        if context.found.manyAreCalledSo { return manyAreCalled(label) }
        return ChatReply(
            "\(label) is not among the \(Wording.count(context.contacts.count, "contact")) I looked at, and there may be more.",
            "I looked at \(Wording.count(context.contacts.count, "contact")), not all, and \(label) is not among them.",
            body: "The search on the Contacts page looks through every contact.", closes: false)
    }

    func cannotWrite(about subject: NamedSubject?) -> ChatReply {
        let known = subject.map { "\nWhat I know of \($0.label):\n\(details(of: $0).body)" } ?? ""
        return ChatReply(
            "I can't write or send free text without a model.", "Writing new text, and sending it, is more than I can do without a model.",
            body: Self.needsModel + known + (subject == nil ? "\n\(Self.canAnswer)" : ""), closes: false
        )
    }

    func cannotChange(_ message: MessageWords) -> ChatReply {
        let place = Self.places.first { message.hasAny($0.words) }?.place ?? "Everything else is done on the page."
        return ChatReply(
            "I did not understand that change, and nothing was changed.",
            "That is a change I can't make here without a model, and nothing was changed.", body: "\(place)\n\(Self.canPropose)", closes: false
        )
    }

    /// A fact told in passing: what is on record must not be told as if it had been asked for.
    func cannotChangeDetails() -> ChatReply {
        ChatReply(
            "I can't change contact details here, and nothing was changed.", "Contact details can't be changed in chat: nothing was changed.",
            body: "Open the contact on the Contacts page and edit it there.", closes: false)
    }

    /// Where on the page something is changed, by the words that tell what; the more specific first.
    private static let places: [(words: Set<String>, place: String)] = [
        (["draft", "drafts"], "Drafts are approved, changed, sent and rejected on the Drafts page."),
        (["target", "targets", "quota"], "Targets are changed under Today, beside the chat on the page."),
        (["goal", "profile"], "Your goal and your profile are changed on the Business page."),
        (
            ChatVocabulary.agents.subtracting(["schedule", "schedules", "closure"]).union(["morning"]),
            "Agents are paused, resumed and set up on the Agents page."
        ),
        (["deal", "deals", "opportunity"], "Deals are changed on the Deals page."),
        (
            ["stage", "lead", "proposal", "negotiation", "customer", "email", "phone", "address", "number", "contact"],
            "A contact's stage and details are changed on the Contacts page, a deal on the Deals page."
        ),
        (
            ChatVocabulary.otherDays.union(["task", "tasks", "today", "call", "meeting", "visit"]),
            "Tasks are moved to another day, or deleted, under Today, beside the chat on the page."
        ),
    ]

    func cannotRecord(about subject: NamedSubject?) -> ChatReply {
        let known = subject.map { "\nOn record for \($0.label):\n\(details(of: $0).body)" } ?? ""
        return ChatReply(
            "Thank you for telling me. It stays in our history, but I can't tell what to enter into your records.",
            "Good to know, and it is kept in our history; your records stay as they are, though.",
            body: "\(Self.canPropose)\nOr update the task, contact or deal on the page." + known, closes: false
        )
    }

    private static let canAnswer = """
        You can ask for today's tasks and those of other days, what is overdue, what was done, sent or sold in some days, progress and targets, \
        your best customers, who to call, leads and customers, how many contacts are in a stage, open, won or lost deals, deals by size or day \
        and what they are worth, a contact by name with phone number, e-mail address and consent, what was sent to someone, your profile, goal, \
        products and prices, and what the agents do and when they run next.
        """
    private static let canPropose = """
        I understand: remind me to call the bakery on Friday; done with the quote; I called Harbour Hotel; follow up with Mill Bakery in 3 days; \
        move Garden Inn to won; run the morning reminder. You confirm each before it happens.
        """
    private static let searchHint = "If you mean a contact: I see only some of them here; the search on the Contacts page looks through all."
    private static let needsModel = "For free writing, put the key of a model, such as OPENAI_API_KEY, into .env and restart."
}

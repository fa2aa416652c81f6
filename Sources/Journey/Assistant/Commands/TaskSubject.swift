import Domain

/// Whom a task is about, as far as its title leaves no doubt: a link to the wrong contact is worse than none.
enum TaskSubject {
    /// Nil where the title names nobody, several, or only an everyday word that a name has too, as in `buy mill parts`.
    static func contact(in title: String, _ context: PersonContext) -> Int64? {
        let message = MessageWords(title)
        guard let subject = NamedSubject.find(in: message, context, byPart: true), let contact = subject.contacts.first, subject.contacts.count == 1
        else { return nil }
        let names = [contact.name, contact.company].map(MessageWords.split)
        if names.contains(where: message.contains) { return contact.id }
        let isMeant = message.bare.indices.contains { place in
            names.contains { $0.contains(message.bare[place]) } && isName(at: place, message)
        }
        return isMeant ? contact.id : nil
    }

    /// By a capital that the beginning of the title does not ask for, or by what is done with people only.
    private static func isName(at place: Int, _ message: MessageWords) -> Bool {
        guard place > 0 else { return false }
        return message.isCapitalised(place) && !message.isShouted || beforePeople.contains(message.words[place - 1])
    }

    private static let beforePeople: Set<String> = [
        "call", "phone", "ring", "meet", "visit", "with", "contact", "chase", "ask", "tell", "thank", "invite", "email", "mail",
    ]
}

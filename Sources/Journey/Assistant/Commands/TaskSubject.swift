import Domain

/// Whom a task is about, as far as its title leaves no doubt: a link to the wrong contact is worse than none.
enum TaskSubject {
    /// Nil where the title names nobody, several, or only an everyday word that a name has too, as in `buy mill parts`, nor where
    /// it may name somebody besides.
    static func contact(in title: String, _ context: PersonContext) -> Int64? {
        let message = MessageWords(title)
        guard let subject = NamedSubject.find(in: message, context, byPart: true), let contact = subject.contacts.first, subject.contacts.count == 1
        else { return nil }
        let names = [contact.name, contact.company].map(MessageWords.split)
        guard !namesAnother(than: Set(names.flatMap(\.self)), message, context) else { return nil }
        if names.contains(where: message.contains) { return contact.id }
        let isMeant = message.bare.indices.contains { place in
            // "Order Stone tiles" is about no Grace Stone.
            let isFirst = names.contains { $0.first == message.bare[place] }
            return names.contains { $0.contains(message.bare[place]) } && (isAfterPeople(place, message) || isFirst && isCapital(place, message))
        }
        return isMeant ? contact.id : nil
    }

    /// Whether a part of somebody else's name stands in it as a name does: ask Grace about Peter O'Neil.
    private static func namesAnother(than own: Set<String>, _ message: MessageWords, _ context: PersonContext) -> Bool {
        let others = message.bare.indices.filter { place in
            NamedSubject.mayBeginName(message.bare[place]) && !own.contains(message.bare[place])
                && (message.isCapitalised(place) || isAfterPeople(place, message))
        }
        let words = Set(others.map { message.bare[$0] })
        return !words.isEmpty
            && context.contacts.contains { contact in
                [contact.name, contact.company].contains { !words.isDisjoint(with: MessageWords.split($0)) }
            }
    }

    /// By a capital that the beginning of the title does not ask for.
    private static func isCapital(_ place: Int, _ message: MessageWords) -> Bool {
        place > 0 && message.isCapitalised(place) && !message.isShouted
    }

    /// By what is done with people only.
    private static func isAfterPeople(_ place: Int, _ message: MessageWords) -> Bool { place > 0 && beforePeople.contains(message.words[place - 1]) }

    private static let beforePeople: Set<String> = [
        "call", "phone", "ring", "meet", "visit", "with", "contact", "chase", "ask", "tell", "thank", "invite", "email", "mail",
    ]
}

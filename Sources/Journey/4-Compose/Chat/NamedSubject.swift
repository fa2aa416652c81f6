import Domain

/// Contacts and customers that a message names.
struct NamedSubject {
    /// As it stands in the records.
    let label: String
    /// What to look for in earlier messages: the name, and the company where there is one.
    let names: [String]
    let contacts: [ContactFact]
    let deals: [DealFact]
    /// Whether these are several people or companies: no person with their company, nor all of a company.
    let areSeveral: Bool

    /// Whom the message names in full; several where it does so of several. With `byPart`, also by a name's first word, or by
    /// another word of it that no other name has. Nil where no name occurs.
    static func find(in message: MessageWords, _ context: PersonContext, byPart: Bool) -> NamedSubject? {
        // Those at hand are some of many, and a part may mean another.
        let byPart = byPart && !context.found.manyAreCalledSo
        let people = context.contacts.flatMap { [$0.name, $0.company] }
        let crowded = context.found.crowdedWords
        let hints = crowded.isEmpty ? message : message.without(message.bare.indices.filter { crowded.contains(message.bare[$0]) })
        let names = candidates(among: people + context.deals.map(\.customer), in: message, hints, byPart: byPart).map(\.name)
        guard !names.isEmpty else { return nil }
        let named = subject(named: names, context)
        guard byPart, named.contacts.isEmpty else { return named }
        // A deal's customer is written freely, often as a part of the contact's name.
        let contacts = candidates(among: people, in: message, hints, byPart: true).map(\.name)
        return contacts.isEmpty ? named : subject(named: contacts, orOneCalled: names, context)
    }

    /// - Parameter hints: the message with those of its words of which one may name somebody.
    private static func candidates(among names: [String], in message: MessageWords, _ hints: MessageWords, byPart: Bool) -> [Candidate] {
        let likely = names.filter(message.mayName).map(Candidate.init)
        let full = namesInRows(likely, in: message, byPart: byPart)
        guard full.isEmpty, byPart else { return full }
        let begun = unrepeated(likely.filter { isBegun($0, in: hints) })
        return begun.isEmpty ? uniquelyHinted(names, in: hints).map { [$0] } ?? [] : begun
    }

    /// Whom a message with that intent is about.
    static func find(in message: MessageWords, _ context: PersonContext, _ intent: ChatIntent) -> NamedSubject? {
        find(in: message, context, byPart: !generalQuestions.contains(intent) || message.hasName(after: prepositions))
    }

    /// Questions in which a part of a name is more likely an everyday word.
    private static let generalQuestions: Set<ChatIntent> = [
        .today, .overdue, .otherDays, .progress, .goal, .profile, .products, .agents, .help, .leads, .customers, .contacts, .pipeline,
    ]

    private struct Candidate {
        let name: String
        let words: [String]

        init(_ name: String) {
            self.name = name
            words = MessageWords.split(name)
        }
    }

    /// The message without the name by which it is said: Monday Coffee and Spring Hotel are no days.
    func omitted(from message: MessageWords) -> MessageWords {
        let all = names.map(MessageWords.split)
        var places = Set(all.compactMap { message.range(of: $0) }.flatMap(\.self))
        if places.isEmpty {
            let parts = Set(all.flatMap(\.self))
            places = Set(message.bare.indices.filter { parts.contains(message.bare[$0]) && Self.mayBeginName(message.bare[$0]) }.prefix(1))
        }
        return message.without(places)
    }

    private typealias Place = (candidate: Candidate, range: Range<Int>)

    /// Those that stand in the message as a whole or, with `byPart`, by two or more words from their beginning, in its order; of one inside
    /// another only the longer.
    private static func namesInRows(_ candidates: [Candidate], in message: MessageWords, byPart: Bool) -> [Candidate] {
        let unrepeated = unrepeated(candidates)
        let whole = unrepeated.compactMap { one in range(of: one.words, in: message).map { Place(one, $0) } }
        // Old Mill is nobody called Mill, even where only its beginning is said.
        let begun = unrepeated.compactMap { one in beginning(of: one, in: message).map { Place(one, $0) } }
            .filter { one in !whole.contains { $0.range.overlaps(one.range) && $0.range.count >= one.range.count } }
        func isInside(_ place: Place, _ others: [Place]) -> Bool {
            others.contains { $0.range.count > place.range.count && $0.range.overlaps(place.range) }
        }
        let outer = (whole + (byPart ? begun : [])).filter { !isInside($0, whole) && !isInside($0, begun) }
        return outer.sorted { $0.range.lowerBound < $1.range.lowerBound }.map(\.candidate)
    }

    /// Whether a message may mean somebody of that name: by its first word, or by more where that is an everyday one.
    static func mayMean(_ name: String, in message: MessageWords) -> Bool {
        let candidate = Candidate(name)
        return isBegun(candidate, in: message) || beginning(of: candidate, in: message) != nil
    }

    private static func isBegun(_ candidate: Candidate, in message: MessageWords) -> Bool {
        candidate.words.first.map { isHinted($0, in: message) } == true && isNotAnother(candidate, in: message)
    }

    /// Where two or more words stand with which a longer name begins.
    private static func beginning(of candidate: Candidate, in message: MessageWords) -> Range<Int>? {
        guard candidate.words.count > 2, message.has(candidate.words[0]) else { return nil }
        return (2..<candidate.words.count).reversed().lazy.compactMap { count in
            message.range(of: Array(candidate.words.prefix(count))) { isBeginning($0, of: candidate, in: message) }
        }.first
    }

    private static func isBeginning(_ range: Range<Int>, of candidate: Candidate, in message: MessageWords) -> Bool {
        guard range.dropFirst().allSatisfy(message.continues) else { return false }
        let isNamed = !message.isShouted && range.allSatisfy(message.isCapitalised)
        // "The mill" and "the best deal" are no names.
        guard isNamed || message.words[range.lowerBound] != "the" && range.contains(where: { mayBeginName(message.bare[$0]) }) else { return false }
        let after = range.upperBound
        return message.isShouted || !message.isCapitalised(after) || !message.continues(after) || !isSurname(message.bare[after], of: candidate)
    }

    private static func unrepeated(_ candidates: [Candidate]) -> [Candidate] {
        var seen: Set<[String]> = []
        return candidates.filter { seen.insert($0.words).inserted }
    }

    private static func uniquelyHinted(_ names: [String], in message: MessageWords) -> Candidate? {
        // Found once: a message may have thousands of words, none of which names anybody.
        let places = message.bare.indices.filter { mayBeginName(message.bare[$0]) || isOwner(at: $0, in: message) }
        let hints = Set(places.flatMap { [message.bare[$0], message.words[$0]] })
        guard !hints.isEmpty else { return nil }
        let partly = names.map(Candidate.init).filter { !hints.isDisjoint(with: $0.words) && isNotAnother($0, in: message) }
        return Set(partly.map(\.words)).count == 1 ? partly[0] : nil
    }

    private static func range(of words: [String], in message: MessageWords) -> Range<Int>? {
        guard words.count == 1, common.contains(words[0]) || SpokenDayForms.months.contains(words[0]) else { return message.range(of: words) }
        // An everyday word is a name after "with" and the like, or by a capital that nothing else asks for.
        return message.range(of: words) { range in
            let place = range.lowerBound
            if place > 0, prepositions.contains(message.words[place - 1]) { return true }
            let isAlone = message.words.count == 1 || message.bare[place] != message.words[place]
            return message.isCapitalised(place) && !message.isShouted && (isAlone || message.continues(place))
        }
    }

    private static func isHinted(_ word: String, in message: MessageWords) -> Bool {
        mayBeginName(word) ? message.has(word) : message.bare.indices.contains { message.bare[$0] == word && isOwner(at: $0, in: message) }
    }

    /// Whether an everyday word is somebody's name, by what is theirs: Mark's phone number.
    static func isOwner(at place: Int, in message: MessageWords) -> Bool {
        guard message.words.indices.contains(place + 1), message.isCapitalised(place), message.bare[place] != message.words[place] else {
            return false
        }
        return theirs.contains(message.words[place + 1]) && !noOwners.contains(message.bare[place])
    }

    private static let theirs: Set<String> = ["phone", "telephone", "mobile", "cell", "cellphone", "tel", "number", "email", "mail", "e"]
    private static let noOwners: Set<String> = ChatVocabulary.otherDays.union([
        "today", "yesterday", "company", "customer", "client", "lead", "contact", "business", "what", "who", "where", "how", "that", "it",
    ])

    /// False where the words beside the hint make it another's name, `Anna Schmidt` for `Anna Berg`, or any such thing: `a green field`.
    private static func isNotAnother(_ candidate: Candidate, in message: MessageWords) -> Bool {
        guard let place = message.bare.firstIndex(where: { candidate.words.contains($0) && mayBeginName($0) }) else { return true }
        if place > 0, ["a", "an"].contains(message.words[place - 1]) { return false }
        guard message.isCapitalised(place), !message.isShouted else { return true }
        let after = place + 1
        if message.isCapitalised(after), message.continues(after), isSurname(message.bare[after], of: candidate) { return false }
        let before = place - 1
        guard message.isCapitalised(before), message.continues(place) else { return true }
        if ofNames.contains(message.words[before]), !candidate.words.contains(message.words[before]) { return false }
        return !(message.continues(before) && isSurname(message.bare[before], of: candidate))
    }

    /// Everyday words that make it another's name where they stand before it with a capital: Old Mill.
    private static let ofNames: Set<String> = ["old", "new", "big", "best", "good", "first", "top", "home"]

    /// Whether a word with a capital beside a part of a name makes it another's.
    private static func isSurname(_ word: String, of candidate: Candidate) -> Bool {
        !besideNames.contains(word) && !common.contains(word) && nearestName(to: word, among: candidate.words) == nil
    }

    /// Whether a word is more than an everyday one.
    static func mayBeginName(_ word: String) -> Bool { word.count >= 3 && !common.contains(word) }

    /// - Parameters:
    ///   - names: at least one.
    ///   - others: what the one contact of these names is called in deals.
    private static func subject(named names: [String], orOneCalled others: [String] = [], _ context: PersonContext) -> NamedSubject {
        let each = names.map { name in context.contacts.filter { isSame($0.name, name) || isSame($0.company, name) } }
        // A person and their company are one subject, two people are two.
        let shared = each[0].filter { contact in each.allSatisfy { $0.contains { $0.id == contact.id } } }
        var seen: Set<Int64> = []
        let contacts = (shared.isEmpty ? each.flatMap(\.self) : shared).filter { seen.insert($0.id).inserted }
        let allNames = (names + (contacts.count == 1 ? others : []) + contacts.flatMap { [$0.name, $0.company] }).filter { !$0.isEmpty }
            .withoutRepeats
        let ids = Set(contacts.map(\.id))
        // A colleague's deal is the company's too.
        let companies = contacts.map(\.company).filter { !$0.isEmpty }
        let deals = context.deals.filter { deal in
            if let contact = deal.contact, !ids.isEmpty, !ids.contains(contact) { return companies.contains { isSame($0, deal.customer) } }
            return deal.contact.map(ids.contains) == true || allNames.contains { isSame($0, deal.customer) }
        }
        let label = Wording.list(names.map { PlainText.line($0, limit: 80) }, limit: 4)
        return NamedSubject(label: label, names: allNames, contacts: contacts, deals: deals, areSeveral: shared.isEmpty && contacts.count > 1)
    }

    /// Whether a task is about them: by its contact, or where it has none by its title.
    func isOf(_ task: TaskFact) -> Bool {
        if let contact = task.contact { return contacts.contains { $0.id == contact } }
        let title = MessageWords(task.title)
        return names.contains { title.contains(MessageWords.split($0)) }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }

    private static let prepositions: Set<String> = ["to", "about", "with", "for", "of", "from", "call", "contact", "visit"]

    /// What may stand beside a name with a capital.
    private static let besideNames: Set<String> = ChatVocabulary.otherDays.union(SpokenDayForms.months).union([
        "today", "yesterday", "i", "on", "and", "at", "in", "to", "is", "because", "he", "it", "we", "a", "mr", "mrs", "ms", "dr", "ceo", "cto",
        "cfo",
        "called", "phoned", "visited",
    ])

    /// Words of everyday questions, which a name must not capture.
    private static let common: Set<String> = ChatVocabulary.writingVerbs.union(ChatVocabulary.changingVerbs).union(ChatVocabulary.written)
        .union(ChatVocabulary.targets).union(ChatVocabulary.tasks).union(ChatVocabulary.otherDays).union(ChatVocabulary.contactVerbs)
        .union(ChatVocabulary.help).union(ChatVocabulary.agents).union(ChatVocabulary.deals).union(ChatVocabulary.products)
        .union([
            "what", "whats", "when", "where", "which", "whom", "with", "have", "today", "next", "open", "lead", "leads", "customer", "customers",
            "this", "that", "show", "last", "good", "from", "them", "they", "does", "should", "will", "more", "best", "your", "first", "time", "home",
            "hello", "thanks", "goal", "profile",
            "the", "and", "for", "our", "you", "are", "was", "has", "had", "not", "but", "all", "any", "can", "did", "get", "her", "him", "his",
            "how",
            "its", "let", "may", "new", "now", "old", "one", "out", "own", "per", "see", "she", "too", "two", "use", "way", "who", "why", "yes",
            "yet",
            "won", "top", "big", "run", "due", "ask", "pay", "buy", "met", "business", "company", "overdue", "late", "client", "clients", "contacts",
            "about",
        ])
}

import Domain
import Storage

import struct Foundation.TimeZone

/// Looks beyond the rows that every context holds, where the message to be written may speak of others.
///
/// What it finds stands first in the context's lists, because a model is shown their beginning.
struct WiderLook {
    let store: any Store

    /// - Throws: `StoreError`.
    func widened(_ context: PersonContext, for purpose: Assignment.Purpose) async throws -> PersonContext {
        switch purpose {
        case .chat(let message): try await withRows(namedIn: message, context)
        case .agent(.upsell): try await withDealsOfCustomers(context).inOrder(of: .upsell)
        case .agent(let type): context.inOrder(of: type)
        }
    }

    private func withRows(namedIn message: String, _ context: PersonContext) async throws -> PersonContext {
        let wider = context.mayLackContacts ? try await withContacts(namedIn: message, context) : context
        return wider == context ? try await withDeals(namedIn: message, context) : wider
    }

    private func withDealsOfCustomers(_ context: PersonContext) async throws -> PersonContext {
        guard context.mayLackDeals else { return context }
        let customers = Customer.all(in: context)
        return try await withDeals(of: customers.compactMap(\.contact), called: customers.flatMap(\.names), context)
    }

    /// Those of whom the message names among the contacts and deals at hand.
    private func withDeals(namedIn text: String, _ context: PersonContext) async throws -> PersonContext {
        guard context.mayLackDeals, let subject = NamedSubject.find(in: MessageWords(text), context, byPart: true) else { return context }
        return try await withDeals(of: subject, context)
    }

    private func withDeals(of subject: NamedSubject, _ context: PersonContext) async throws -> PersonContext {
        try await withDeals(of: subject.contacts.prefix(Self.mostNamed).map(\.id), called: subject.names, context)
    }

    /// With the tasks of the days that the message asks for, if it asks for other days than today, or with those that name whom it is
    /// about.
    ///
    /// - Parameter zone: the workspace's, in which days are told.
    /// - Throws: `StoreError`.
    func withAgenda(askedIn message: String, _ context: PersonContext, in zone: TimeZone, now: Timestamp) async throws -> PersonContext {
        let words = MessageWords(message)
        let intent = ChatIntent(words)
        if let subject = NamedSubject.find(in: words, context, intent) { return try await withAgenda(of: subject, context, in: zone, now: now) }
        guard [.otherDays, .today].contains(intent) || intent == .unknown && AskedDays.mayBeAsked(in: words) else { return context }
        let (period, isPast) = AskedDays.period(in: words, today: context.today)
        let kind = intent == .otherDays ? AskedKind(words) : nil
        var agenda = Agenda(days: period.days, tasks: [], isWhole: true)
        let told = period.isRest ? "\(period.words) (still to come)" : period.words
        (agenda.words, agenda.isPast, agenda.kind) = (told, isPast, kind?.rawValue)
        if !period.unread.isEmpty {
            agenda.unread = period.unread.sorted()
            var wider = context
            wider.agenda = agenda
            return wider
        }
        guard !period.isNone || kind != nil || AskedDays.areAll(in: words) else { return context }
        // Today's tasks are at hand.
        if intent == .today, !isPast, period.days == context.today...context.today { return context }
        return try await with(agenda, context)
    }

    /// What is asked for by its kind is still to come.
    private func with(_ agenda: Agenda, _ context: PersonContext) async throws -> PersonContext {
        let status = agenda.isPast ? nil : "pending"
        let from = agenda.days?.lowerBound ?? (agenda.kind == nil ? nil : context.today)
        let through = agenda.days?.upperBound
        let answers = try await store.read([
            Tasks.search(context.person, status: status, kind: agenda.kind, from: from, through: through, limit: Int64(Self.mostTasks)),
            Tasks.count(context.person, status: status, kind: agenda.kind, from: from, through: through),
        ])
        var agenda = agenda
        let total = answers[1].first?.integer(0) ?? 0
        (agenda.tasks, agenda.total, agenda.isWhole) = (answers[0].map(Self.task), total, total == Int64(answers[0].count))
        var wider = context
        wider.agenda = agenda
        return wider
    }

    /// With the tasks of whom a message is about, and, of one contact, what was last written and noted.
    private func withAgenda(of subject: NamedSubject, _ context: PersonContext, in zone: TimeZone, now: Timestamp) async throws -> PersonContext {
        let person = context.person
        let linked = subject.contacts.prefix(4).map { Tasks.search(person, status: "pending", contact: $0.id, limit: Int64(Self.mostTasks)) }
        let named = subject.names.prefix(4).map { Tasks.search(person, status: "pending", words: $0, limit: Int64(Self.mostTasks)) }
        let searches = linked + named
        var asked = searches
        if subject.contacts.count == 1 { asked += ChatRows.correspondence(person, contacts: subject.contacts.map(\.id), now: now) }
        let all = try await store.read(asked)
        let answers = all.prefix(searches.count)
        var seen: Set<Int64> = []
        let found = answers.flatMap { $0.map(Self.task) } + context.tasksOverdue + context.pendingToday
        let tasks = found.filter { seen.insert($0.id).inserted }.sorted {
            ($0.dueDate?.dayNumber ?? .max, $0.id) < ($1.dueDate?.dayNumber ?? .max, $1.id)
        }
        var wider = context
        wider.agenda = Agenda(days: nil, tasks: tasks, isWhole: answers.allSatisfy { $0.count < Self.mostTasks })
        guard subject.contacts.count == 1 else { return wider }
        wider.found.correspondence = ChatRows.correspondence(Array(all[searches.count...]), zone: zone, now: now)
        return wider
    }

    private static let mostTasks = 30

    private static func task(_ row: Row) -> TaskFact {
        let values = Tasks.table.values(of: row)
        return TaskFact(
            id: values.integer("id"), title: values.text("title"), status: values.text("status"), dueDate: LocalDate(values.text("due_date")),
            contact: values.optionalInteger("contact_id"), contactName: values.text("contact_name"))
    }

    /// Contacts that the message names, and their deals: those it names in full, and, where nobody at hand is named so, those that it may mean
    /// by a part. An index finds names in the usual spellings, so that somebody called McDonald is found by the first name.
    private func withContacts(namedIn text: String, _ context: PersonContext) async throws -> PersonContext {
        let message = MessageWords(text)
        let names = PossibleNames.all(in: text), words = NamedSubject.possibleBeginnings(in: message)
        let parts = NamedSubject.possibleParts(in: message)
        let looks =
            (names.isEmpty ? [] : [NamedRows.contacts(context.person, named: names)])
            + words.map { NamedRows.contacts(context.person, beginningWith: $0, and: parts) }
        guard !looks.isEmpty else { return context }
        let answers = try await store.read(looks).map { NamedRows.contacts($0) }
        let named = names.isEmpty ? [] : Self.namedInFull(among: answers[0], message)
        if named.isEmpty, let subject = NamedSubject.find(in: message, context, byPart: false), !subject.contacts.isEmpty {
            return try await withDeals(of: subject, context)
        }
        guard !words.isEmpty else { return try await with(named, context) }
        let found = answers.suffix(words.count)
        let crowded = zip(words, found).filter { $1.count > NamedRows.mostBegun }.flatMap { spellings, _ in spellings.map { $0.lowercased() } }
        // Of those whose names begin with a word that very many do, only who has another word of the message may be told from the rest.
        let told = found.flatMap { begun in
            begun.count > NamedRows.mostBegun ? begun.filter { Self.held($0, message) > 1 } : begun
        }
        let meant = Self.meant(among: named + told, message)
        let isOneOfMany = meant.contacts.isEmpty ? try await mayMeanOthers(message, context) : false
        guard !isOneOfMany, crowded.isEmpty || !meant.contacts.isEmpty else {
            var wider = context
            (wider.found.manyAreCalledSo, wider.found.moreAreCalledSo) = (true, true)
            return wider
        }
        var wider = try await with(meant.contacts, context)
        wider.found.crowdedWords = Set(crowded)
        wider.found.moreAreCalledSo = meant.areMore
        return wider
    }

    /// How many words of a contact's name a message has.
    private static func held(_ contact: ContactFact, _ message: MessageWords) -> Int {
        Set(MessageWords.split(contact.name)).count { NamedSubject.mayBeginName($0) && message.has($0) }
    }

    /// Whether a part, by which the message names somebody at hand, is one of other names too.
    private func mayMeanOthers(_ message: MessageWords, _ context: PersonContext) async throws -> Bool {
        guard let subject = NamedSubject.find(in: message, context, byPart: true), subject.contacts.count == 1 else { return false }
        let contact = subject.contacts[0]
        let words = MessageWords.split(contact.name).filter { NamedSubject.mayBeginName($0) && message.has($0) }
        guard !words.isEmpty else { return false }
        return try await !store.read(NamedRows.others(context.person, than: contact.id, having: words)).isEmpty
    }

    private static func namedInFull(among found: [ContactFact], _ message: MessageWords) -> [ContactFact] {
        Array(found.filter { message.contains(MessageWords.split($0.name)) }.prefix(mostNamed))
    }

    /// Those named in full, then those that have the most words of the message; more than a message can use where they are many.
    private static func meant(among found: [ContactFact], _ message: MessageWords) -> (contacts: [ContactFact], areMore: Bool) {
        var seen: Set<Int64> = []
        let found = found.filter { seen.insert($0.id).inserted }
        let full = found.filter { message.contains(MessageWords.split($0.name)) }
        let ids = Set(full.map(\.id))
        let likely = found.filter { !ids.contains($0.id) && NamedSubject.mayMean($0.name, in: message) }
        let held = likely.map { Self.held($0, message) }
        let most = held.max() ?? 0
        let parts = zip(likely, held).filter { $1 == most }.map(\.0)
        // Anna Weber, named in full, is told from all who are called Anna alone.
        let longest = full.map { MessageWords.split($0.name).count }
        let alike = full.isEmpty ? parts.count : longest.count { $0 == longest.max() }
        return (Array((full + parts).prefix(mostNamed)), alike > mostNamed)
    }

    private static let mostNamed = 7

    /// With these first; unchanged where all of them are at hand.
    private func with(_ named: [ContactFact], _ context: PersonContext) async throws -> PersonContext {
        let held = Set(context.contacts.map(\.id))
        guard named.contains(where: { !held.contains($0.id) }) else { return try await withDeals(of: named, context) }
        let ids = Set(named.map(\.id))
        var wider = context
        wider.contacts = named + context.contacts.filter { !ids.contains($0.id) }
        return try await withDeals(of: named, wider)
    }

    private func withDeals(of contacts: [ContactFact], _ context: PersonContext) async throws -> PersonContext {
        try await withDeals(of: contacts.map(\.id), called: contacts.flatMap { [$0.name, $0.company] }, context)
    }

    /// With all deals of these customers first, so that nothing is offered to who has it.
    private func withDeals(of contacts: [Int64], called customers: [String], _ context: PersonContext) async throws -> PersonContext {
        let names = Set(customers.map { $0.lowercased() })
        // As the records write them: an index finds no other spelling.
        let known = (context.contacts.flatMap { [$0.name, $0.company] } + context.deals.map(\.customer)).withoutRepeats
        let written = known.filter { !$0.isEmpty && names.contains($0.lowercased()) }
        guard context.mayLackDeals, !contacts.isEmpty || !written.isEmpty else { return context }
        var seen: Set<Int64> = []
        let answers = try await store.read(NamedRows.deals(context.person, of: contacts, customers: written))
        var wider = context
        wider.deals = (answers.flatMap(NamedRows.deals) + context.deals).filter { seen.insert($0.id).inserted }
        return wider
    }
}

extension NamedSubject {
    private static let mostWords = 8

    /// How a name may begin that the message holds: each of its words that are not everyday ones, in the usual spellings, and with the everyday
    /// word before it one that is: Old Mill.
    static func possibleBeginnings(in message: MessageWords) -> [[String]] {
        let places = message.typed.indices.filter { mayBeginName(message.bare[$0]) || isOwner(at: $0, in: message) }.prefix(mostWords)
        return places.map { place in
            // Without what makes it a possessive, which no name begins with; but as it was typed too, for who is called James.
            let words = [String(message.typed[place].prefix(message.bare[place].count)), message.typed[place]]
            let isPair = place > 0 && message.continues(place) && !mayBeginName(message.words[place - 1])
            let pair = isPair ? ["\(capitalised(message.typed[place - 1])) \(capitalised(message.typed[place]))"] : []
            return pair + words.flatMap { [$0, capitalised($0), $0.lowercased(), $0.uppercased()] }.withoutRepeats
        }
    }

    /// What else of a name the message may hold, for the order of those that begin alike.
    static func possibleParts(in message: MessageWords) -> [String] {
        let words = zip(message.words, message.bare).flatMap { mayBeginName($1) || $1.allSatisfy(\.isNumber) ? [$1, $0].withoutRepeats : [] }
        return Array(words.withoutRepeats.prefix(mostWords))
    }

    private static func capitalised(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst().lowercased() }
}
